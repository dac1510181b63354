# --by volume pairs volumes by their ids.
#> {"pairs":3,"only_here":0,"only_there":0} 3
f4s-metrics "$DATA/fused" --by volume >v.ndjson; f4s-metrics "$DATA/fused" --by volume --compare v.ndjson | run_record | jq -c '.summary.compare | .cases, .fusion.EN.n' | xargs -d '\n'
