# Cases that one side alone has: 65 with how many and which first; the summary stands all the same.
#> 65 97 null
#? stderr f4s-metrics: */few.ndjson: 94 cases of this run are not in it or failed there, first '*'; 1 of its cases is not in this run, first 'x' (--keep-going compares the 3 that both have) [[]compare.unpaired[]]*
f4s-metrics "$DATA/fused" >all.ndjson; (head -3 all.ndjson; head -1 all.ndjson | jq -c '.id = "x"'; tail -1 all.ndjson) >few.ndjson
f4s-metrics "$DATA/fused" --compare few.ndjson --run-record r.json >/dev/null; echo $? "$(jq -c '.summary.fusion.EN.n, .summary.compare' r.json | xargs)"
