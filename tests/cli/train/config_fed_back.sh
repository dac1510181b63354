# RUN/config.json names every parameter with the value in force; fed back it gives the same weights.
#> tiny 3 1
echo '{"epochs":2,"steps_per_epoch":3,"batch_size":2,"crop":32,"segmentation_dim":16,"segmentation_blocks":1,"segmentation_levels":2}' >small.json
f4s-train "$DATA/prepared" -o a --modalities t1ce,flair --config small.json --format none
f4s-train "$DATA/prepared" -o b --config a/config.json --format none
cmp a/last.safetensors b/last.safetensors; jq -r '"\(.profile) \(.steps_per_epoch) \(.warmup_epochs)"' b/config.json
