# --precision tf32 concerns a GPU alone: on the CPU it gives the weights of float32.
#> same
echo '{"epochs":1,"steps_per_epoch":2,"batch_size":2,"crop":32,"segmentation_dim":16,"segmentation_blocks":1,"segmentation_levels":2}' >small.json
train() { f4s-train "$DATA/prepared" --modalities t1ce,flair --config small.json --device cpu --format none "$@"; }
train -o a; train -o b --precision tf32; cmp <(tensors a/last.safetensors) <(tensors b/last.safetensors) && echo same
