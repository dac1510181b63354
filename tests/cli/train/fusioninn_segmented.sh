# A segmenter learns from the image of an invertible network, which stays as it is; its shape is --init's.
#> same
#> 0
#? stderr *
echo '{"epochs":1,"steps_per_epoch":2,"batch_size":2,"crop":32,"segmentation_width":2,"segmentation_levels":2}' >small.json
f4s-train "$DATA/prepared" -o inn --method fusioninn --inn-width 8 --modalities t1ce,flair --config small.json --format none
for how in "--task segmentation --segmenter unet" "--method unet"; do
  f4s-train "$DATA/prepared" -o run $how --init inn --config small.json --force --format none || exit 1
  diff <(tensors inn/model.safetensors) <(tensors run/model.safetensors | grep '^fusion') && echo same
done | uniq
f4s-segment "$DATA/prepared" -o labels --ids '*_0000_z01?' --model run/model.safetensors --format none; echo $?
