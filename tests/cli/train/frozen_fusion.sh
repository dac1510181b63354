# --task segmentation on fused images leaves the fusion of --init as it is, and wants one.
#> 2
#? stderr *--init, or --input images [[]train.init[]]*
echo '{"epochs":2,"steps_per_epoch":3,"batch_size":2,"crop":32,"segmentation_dim":16,"segmentation_blocks":1,"segmentation_levels":2}' >small.json
f4s-train "$DATA/prepared" -o fuse --task fusion --modalities t1ce,flair --config small.json --format none
f4s-train "$DATA/prepared" -o none --task segmentation --modalities t1ce,flair --config small.json --format none; echo $?
f4s-train "$DATA/prepared" -o run --task segmentation --init fuse --config small.json --format none
diff <(tensors fuse/model.safetensors) <(tensors run/model.safetensors | grep '^fusion')
