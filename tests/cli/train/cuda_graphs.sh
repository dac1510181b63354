# --cuda-graphs on where training is on the CPU is refused with the reason, before any work; auto and off are the same there.
#> 2
#> 0 0 same
#? stderr f4s-train: --cuda-graphs on: training is on the CPU here, and CUDA graphs are of GPUs: give --device cuda, or leave --cuda-graphs out [[]train.cuda_graphs[]]
echo '{"epochs":1,"steps_per_epoch":2,"batch_size":2,"crop":32,"segmentation_dim":16,"segmentation_blocks":1,"segmentation_levels":2}' >small.json
train() { f4s-train "$DATA/prepared" --device cpu --config small.json --format none -o "$@"; }
train on --cuda-graphs on; echo $?
train auto; a=$?; train off --cuda-graphs off; b=$?
[[ ! -e on ]] && cmp <(tensors auto/last.safetensors) <(tensors off/last.safetensors) && echo "$a $b same"
