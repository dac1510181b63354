# A case that failed here is only there: 8 with --keep-going, and no figure counts it.
#> 8 {"pairs":1,"only_here":0,"only_there":1}
#? stderr f4s-metrics: case 'x': *f4s-metrics: warning: compared are the 1 cases that both*first 'x'*
f4s-metrics "$DATA/fused" | head -1 >a; (cat a; jq -c '.id = "x"' a; ended | sed s/f4s-prep/f4s-metrics/) >other.ndjson
(sed "s#\"fused/#\"$DATA/fused/fused/#" "$DATA/fused/cases.ndjson" | head -1; echo '{"schema":"f4s.case/1","id":"x"}') >in.ndjson
f4s-metrics in.ndjson --keep-going --compare other.ndjson --run-record r.json >/dev/null; echo $? "$(jq -c .summary.compare.cases r.json)"
