# A disk that is full (here: a limit on the size of files): exit 74, and the same command goes on once there is room, to the weights of an undisturbed run.
#> 74
#> 0
#? stderr f4s-train: */run/*: cannot be written: File too large*
echo '{"epochs":2,"steps_per_epoch":3,"batch_size":2,"crop":32,"segmentation_dim":16,"segmentation_blocks":1,"segmentation_levels":2}' >small.json
train() { f4s-train "$DATA/prepared" -o "$1" --modalities t1ce,flair --config small.json --format none -q; echo $?; }
(ulimit -f 20; train run); train run; train other >/dev/null; cmp run/last.safetensors other/last.safetensors
