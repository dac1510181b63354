# --ema-decay: what is saved is the average of the weights and not the weights; killed, it goes on to the same.
#> differs
#? stderr *continues after step * of 60
echo '{"epochs":2,"steps_per_epoch":3,"batch_size":2,"crop":32,"segmentation_dim":16,"segmentation_blocks":1,"segmentation_levels":2}' >small.json
train() { f4s-train "$DATA/prepared" --epochs 20 --validate-every 5 --modalities t1ce,flair --config small.json --format none "$@"; }
train -o b --ema-decay 0.9; train -o a --ema-decay 0.9 & pid=$!
await has_epochs a 2; kill -9 $(pgrep -P $pid) $pid; wait $pid 2>/dev/null
train -o a --ema-decay 0.9; cmp a/model.safetensors b/model.safetensors; cmp a/last.safetensors b/last.safetensors
cmp -s <(tensors a/last.safetensors | grep fusion) <(tensors a/checkpoint/step-00000060.safetensors | sed -n 's/^network\.//p' | grep fusion) || echo differs
