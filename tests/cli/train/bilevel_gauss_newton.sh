# --bilevel gauss-newton: c and the cosine of the two levels' gradients are in the events once the warm-up is over; killed, it goes on to the same weights.
#> false true true
#? stderr *continues after step * of 36
echo '{"epochs":2,"steps_per_epoch":3,"batch_size":2,"crop":32,"segmentation_dim":16,"segmentation_blocks":1,"segmentation_levels":2}' >small.json
train() { f4s-train "$DATA/prepared" --bilevel gauss-newton --epochs 12 --warmup-epochs 1 --validate-every 12 --modalities t1ce,flair --config small.json --format none "$@"; }
train -o b; train -o a & pid=$!
await has_epochs a 2; kill -9 $(pgrep -P $pid) $pid; wait $pid 2>/dev/null
train -o a; cmp a/last.safetensors b/last.safetensors
jq -rs 'map(select(.event == "epoch")) | "\(.[0] | has("bilevel")) \(.[1:] | map(.bilevel.c | . >= -1 and . <= 1) | all) \(.[1:] | map(.bilevel.cosine | . >= -1 and . <= 1) | all)"' a/events.ndjson
