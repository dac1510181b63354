# Halves of a batch of one slice cannot be had.
#? exit 2
#? stderr f4s-train: --batch-size 1: --bilevel gauss-newton splits each batch into halves and needs at least 2 slices [[]train.batch_size[]]
echo '{"epochs":2,"steps_per_epoch":3,"batch_size":2,"crop":32,"segmentation_dim":16,"segmentation_blocks":1,"segmentation_levels":2}' >small.json
f4s-train "$DATA/prepared" -o run --bilevel gauss-newton --batch-size 1 --modalities t1ce,flair --config small.json --format none
