# kill -9 between checkpoints: the same command goes on to the weights of a run that was not stopped, and no event occurs twice.
#> start 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 20
#? stderr f4s-train: continues after step * of 60
echo '{"epochs":2,"steps_per_epoch":3,"batch_size":2,"crop":32,"segmentation_dim":16,"segmentation_blocks":1,"segmentation_levels":2}' >small.json
train() { f4s-train "$DATA/prepared" --epochs 20 --validate-every 5 --modalities t1ce,flair --config small.json --format none "$@"; }
train -o b; train -o a & pid=$!
await has_epochs a 2; kill -9 $(pgrep -P $pid) $pid; wait $pid 2>/dev/null
echo '{"event":"epoch","epoch":77}' >>a/events.ndjson; printf '{"event":"ep' >>a/events.ndjson # what no checkpoint knows of
train -o a; jq -r '.epoch // .event' a/events.ndjson | xargs
cmp a/model.safetensors b/model.safetensors; cmp a/last.safetensors b/last.safetensors
