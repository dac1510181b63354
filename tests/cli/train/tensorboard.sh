# --tensorboard: the events for TensorBoard too, no step twice after kill -9; it does not decide the weights.
#> same
#> 1
#? stderr *continues after step * of 60
echo '{"epochs":2,"steps_per_epoch":3,"batch_size":2,"crop":32,"segmentation_dim":16,"segmentation_blocks":1,"segmentation_levels":2}' >small.json
train() { f4s-train "$DATA/prepared" --epochs 20 --log-every 1 --validate-every 5 --modalities t1ce,flair --config small.json --format none "$@"; }
train -o b; train -o a --tensorboard & pid=$!
await has_epochs a 2; kill -9 $(pgrep -P $pid) $pid; wait $pid 2>/dev/null
printf torn >>a/tensorboard/events.out.tfevents.0.fuse4seg
train -o a --tensorboard; cmp <(tensors a/last.safetensors) <(tensors b/last.safetensors) && echo same
find a/tensorboard -type f | wc -l
