# A square that the network cannot take is refused.
#? exit 2
#? stderr f4s-train: --crop 50 is not a multiple of 8, which the network needs [[]train.crop[]]
echo '{"epochs":2,"steps_per_epoch":3,"batch_size":2,"crop":32,"segmentation_dim":16,"segmentation_blocks":1,"segmentation_levels":2}' >small.json
f4s-train "$DATA/prepared" -o run --crop 50 --modalities t1ce,flair --config small.json --format none
