# --split, --ids and --shard take a part of the cases: the other run may have more.
#> 33
#> 3
#> 97
f4s-metrics "$DATA/fused" >all.ndjson
n() { f4s-metrics "$DATA/fused" --compare all.ndjson "$@" | run_record | jq .summary.compare.cases.pairs; }
n --split val; n --ids '*_z015'; echo $(($(n --shard 1/2) + $(n --shard 2/2)))
