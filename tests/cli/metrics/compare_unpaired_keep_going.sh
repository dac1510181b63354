# With --keep-going the pairs are compared, what is missing is said and counted, and can be checked.
#> 1 {"pairs":3,"only_here":94,"only_there":0} 3
#? stderr f4s-metrics: warning: compared are the 3 cases that both runs have; of */few.ndjson: 94 cases *not met: compare.cases.only_here is 94*
f4s-metrics "$DATA/fused" >all.ndjson; (head -3 all.ndjson; tail -1 all.ndjson) >few.ndjson
f4s-metrics "$DATA/fused" --compare few.ndjson --keep-going --check 'compare.cases.only_here == 0' --run-record r.json >/dev/null
echo $? "$(jq -c '.summary.compare | .cases, .fusion.EN.n' r.json | xargs -d '\n')"
