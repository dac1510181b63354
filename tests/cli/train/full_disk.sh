# A disk that is full in mid-training (here: a limit on the size of files): exit 74, and the checkpoint before stays sound.
#> 74
#> 0
#? stderr f4s-train: */run/*: cannot be written: File too large*continues after step * of 60
echo '{"epochs":2,"steps_per_epoch":3,"batch_size":2,"crop":32,"segmentation_dim":16,"segmentation_blocks":1,"segmentation_levels":2}' >small.json
train() { f4s-train "$DATA/prepared" --epochs 20 --validate-every 20 --modalities t1ce,flair --config small.json --format none "$@"; }
train -o run & pid=$!; await has_epochs run 1; kill -9 $(pgrep -P $pid) $pid; wait $pid 2>/dev/null
(ulimit -f 20; train -o run -q); echo $?; train -o run; echo $?
train -o other; cmp run/last.safetensors other/last.safetensors
