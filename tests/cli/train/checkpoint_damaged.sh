# A damaged checkpoint gives way to the one before it, to the same weights; with both damaged the run is refused until --force.
#> 0
#> 0
#> 65
#> 65
#> 0
#? stderr f4s-train: warning: */step-00000009.safetensors: is damaged*the previous one is used*continues after step 6 of 9*checkpoint.damaged[]]*checkpoint.state[]]
echo '{"epochs":3,"steps_per_epoch":3,"batch_size":2,"crop":32,"segmentation_dim":16,"segmentation_blocks":1,"segmentation_levels":2}' >small.json
train() { f4s-train "$DATA/prepared" -o run --modalities t1ce,flair --config small.json --format none "$@"; echo $?; }
unfinish() { sed -i 's/"finished":{.*},"checkpoints"/"finished":null,"checkpoints"/; s/,"digest":"[0-9a-f]*"//' run/checkpoint/state.json; }
damage() { printf x | dd of="run/checkpoint/step-0000000$1.safetensors" bs=1 seek=9000 conv=notrunc status=none; }
train; mv run/last.safetensors .; unfinish; damage 9; train; cmp run/last.safetensors last.safetensors
unfinish; damage 9; damage 6; train; echo '{' >run/checkpoint/state.json; train; train --force
