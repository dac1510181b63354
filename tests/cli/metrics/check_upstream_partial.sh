# An upstream with failed cases: no check is met then.
#> 8 [false]
#? stderr *
(sed "s#\"fused/#\"$DATA/fused/fused/#" "$DATA/fused/cases.ndjson"; ended partial 8 1) | f4s-metrics - --check 'fusion.EN.mean > 0' --run-record r.json >/dev/null; echo $? "$(jq -c '[.checks[].met]' r.json)"
