# --keep-going: a case that cannot be measured is passed on with its error: 8, and no figure counts it.
#> 8 {"ok":1,"failed":1,"skipped":0} 1
#? stderr f4s-metrics: case 'x': *
(sed "s#\"fused/#\"$DATA/fused/fused/#" "$DATA/fused/cases.ndjson" | head -1; echo '{"schema":"f4s.case/1","id":"x"}') >in.ndjson
f4s-metrics in.ndjson --keep-going --run-record r.json >/dev/null; echo $? "$(jq -c .cases r.json)" "$(jq -c .summary.fusion.EN.n r.json)"
