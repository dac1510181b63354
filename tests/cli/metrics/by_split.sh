# summary.by_split has the same tree for each split.
#> {"test":32,"train":32,"val":33}
f4s-metrics "$DATA/fused" | run_record | jq -c '.summary.by_split | map_values(.fusion.EN.n)'
