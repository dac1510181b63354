# --method csad: an encoder for each modality, which learn from each other after two sevenths of the epochs, to the same weights whatever the threads and the interruptions.
#> csad ["prediction"] images csad correlated 0.1 5
#> false true
#? stderr *continues after step * of 60
echo '{"steps_per_epoch":3,"batch_size":2,"crop":32,"segmentation_width":4,"segmentation_levels":2}' >small.json
train() { f4s-train "$DATA/prepared" --method csad --epochs 20 --validate-every 5 --modalities t1ce,flair --config small.json --format none "$@"; }
train -o b -j 1; train -o a -j 2 & pid=$!
await has_epochs a 7; kill -9 $(pgrep -P $pid) $pid; wait $pid 2>/dev/null
train -o a -j 2; cmp <(tensors a/last.safetensors) <(tensors b/last.safetensors)
echo "$(model_json a/model.safetensors | jq -r '"\(.method) \(.gives)"') $(jq -r '"\(.input) \(.segmenter) \(.segmentation_merge) \(.distillation_weight) \(.distillation_begin)"' a/config.json)"
jq -rs 'map(select(.event == "epoch") | .losses | has("segmentation.distillation")) | "\(.[4]) \(.[5])"' a/events.ndjson
