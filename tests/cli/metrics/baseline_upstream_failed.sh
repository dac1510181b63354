# A baseline is a check: where the upstream failed it is not met.
#> [false]
#? exit 65
#? stderr *
f4s-metrics "$DATA/fused" --run-record base.json >/dev/null
(sed "s#\"fused/#\"$DATA/fused/fused/#" "$DATA/fused/cases.ndjson"; ended failed 65) | f4s-metrics - --baseline base.json --run-record r.json >/dev/null; code=$?; jq -c '[.checks[].met]' r.json; exit $code
