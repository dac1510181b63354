# laplacian keeps each source's detail: its gradients are stronger than the average's.
f4s-fuse "$DATA/prepared" -o a --method average --format none; f4s-fuse "$DATA/prepared" -o l --method laplacian --format none
ag() { f4s-metrics $1 | run_record | jq .summary.fusion.AG.mean; }
holds -n --argjson a "$(ag a)" --argjson l "$(ag l)" '$l > 1.1 * $a'
