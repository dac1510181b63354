# Steps whose loss is not finite are skipped, counted, and after three in a row the last good epoch's state comes back; killed in between, the run comes to the same end.
#> 0
#> 24 true true true
#? stderr *: skipped*: skipped, and the state of the last good epoch restored*continues after step *
echo '{"epochs":2,"steps_per_epoch":3,"batch_size":2,"crop":32,"segmentation_dim":16,"segmentation_blocks":1,"segmentation_levels":2}' >small.json
train() { f4s-train "$DATA/prepared" --epochs 4 --steps-per-epoch 6 --bilevel none --segmentation-optimiser sgd --segmentation-warmup-steps 1 --segmentation-gradient-clip 1e30 --segmentation-learning-rate 1e5 --adversarial-weight 0.01 --adversarial-warmup-epochs 0 --ema-decay 0.9 --modalities t1ce,flair --config small.json "$@"; }
train -o a >out; echo $?
run_record out | jq -r '.summary | "\(.steps) \(.skipped_steps >= 3) \(.restored >= 1)"' | tr '\n' ' '
jq -s 'map(select(.event == "skipped")) | (map(.why | endswith("nan") or endswith("inf")) | all) and (map(.restored) | any)' a/events.ndjson
train -o b --format none -q & pid=$!
await grep -qs '"restored":true' b/events.ndjson; kill -TERM $(pgrep -P $pid) $pid; wait $pid 2>/dev/null
train -o b --format none; cmp a/last.safetensors b/last.safetensors; cmp a/checkpoint/step-00000024.safetensors b/checkpoint/step-00000024.safetensors
