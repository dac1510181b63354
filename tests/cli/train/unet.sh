# --method unet: nnU-Net's way, on one modality without fusion, to the same weights whatever the threads and the interruptions.
#> unet ["prediction"] images unet nnunet 0.99 sgd
#? stderr *continues after step * of 60
echo '{"epochs":2,"steps_per_epoch":3,"batch_size":2,"crop":32,"segmentation_dim":16,"segmentation_blocks":1,"segmentation_levels":2}' >small.json
train() { f4s-train "$DATA/prepared" --method unet --epochs 20 --validate-every 5 --modalities t1ce --config small.json --format none "$@"; }
train -o b -j 1; train -o a -j 2 & pid=$!
await has_epochs a 2; kill -9 $(pgrep -P $pid) $pid; wait $pid 2>/dev/null
train -o a -j 2; cmp <(tensors a/last.safetensors) <(tensors b/last.safetensors)
echo "$(model_json a/model.safetensors | jq -r '"\(.method) \(.gives)"') $(jq -r '"\(.input) \(.segmenter) \(.augmentation) \(.momentum) \(.segmentation_optimiser)"' a/config.json)"
