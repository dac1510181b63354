# Discriminators join after their warm-up and are in the checkpoint; --adversarial-weight 0 leaves them out; killed, the run goes on to the same weights.
#> false true
#> 2 0
#? stderr *continues after step * of 36
echo '{"epochs":2,"steps_per_epoch":3,"batch_size":2,"crop":32,"segmentation_dim":16,"segmentation_blocks":1,"segmentation_levels":2}' >small.json
train() { f4s-train "$DATA/prepared" --epochs 12 --adversarial-weight 0.01 --adversarial-warmup-epochs 1 --validate-every 12 --modalities t1ce,flair --config small.json --format none "$@"; }
players() { tensors "$1"/checkpoint/step-00000036.safetensors | sed -n 's/^discriminator\.\([0-9]\)\..*/\1/p' | sort -u | wc -l; }
train -o b; train -o a & pid=$!
await has_epochs a 3; kill -9 $(pgrep -P $pid) $pid; wait $pid 2>/dev/null
train -o a; cmp a/last.safetensors b/last.safetensors
jq -rs 'map(select(.event == "epoch")) | "\(.[0].losses | has("adversarial")) \(.[1:] | map(.losses | has("adversarial") and has("discriminators")) | all)"' a/events.ndjson
sed 's/}$/,"adversarial_weight":0}/' small.json >without.json
f4s-train "$DATA/prepared" -o c --epochs 12 --validate-every 12 --modalities t1ce,flair --config without.json --format none; echo "$(players a) $(players c)"
