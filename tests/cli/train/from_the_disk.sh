# Slices that are read from the disk when needed give the same weights as those kept in memory.
echo '{"epochs":2,"steps_per_epoch":3,"batch_size":2,"crop":32,"segmentation_dim":16,"segmentation_blocks":1,"segmentation_levels":2}' >small.json
f4s-train "$DATA/prepared" -o a --modalities t1ce,flair --config small.json --format none
f4s-train "$DATA/prepared" -o b --modalities t1ce,flair --config small.json --format none --memory-gib 0
cmp <(tensors a/last.safetensors) <(tensors b/last.safetensors)
