# A run compared with itself: all ties, no difference, p 1.
#> [97,0,1,0,97,0]
f4s-metrics "$DATA/fused" >a.ndjson; f4s-metrics "$DATA/fused" --compare a.ndjson | run_record | jq -c '.summary.compare.fusion.Qabf | [.n, .mean_difference, .p, .wins, .ties, .losses]'
