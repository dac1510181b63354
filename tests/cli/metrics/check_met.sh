# Checks that are met: exit 0, and the run record tells of each.
#> [true,true]
f4s-metrics "$DATA/fused" --check 'fusion.EN.mean > 0.5' --check 'cases.failed==0' | run_record | jq -c '[.checks[].met]'
