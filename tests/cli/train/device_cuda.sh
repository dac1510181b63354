# A GPU that is not there is said so before any work.
#? exit 69
#? stderr f4s-train: --device cuda:99 not available: *[[]device.cuda[]]
echo '{"epochs":2,"steps_per_epoch":3,"batch_size":2,"crop":32,"segmentation_dim":16,"segmentation_blocks":1,"segmentation_levels":2}' >small.json
f4s-train "$DATA/prepared" -o run --device cuda:99 --config small.json --format none
