# --segmentation-patch: a U-Net on patches of pixels labels pixels, also of images of odd sizes, to the same weights
# whatever the threads, the same by either engine; other networks and other sizes are refused.
#> 2 8
#> 5x7 1
#> 78
#> 78
#? stderr *segmentation_patch = 3: must be 1, or 2 or 4 with segmenter = unet*segmentation_patch = 2: must be 1, or 2 or 4 with segmenter = unet*
echo '{"epochs":1,"steps_per_epoch":3,"batch_size":2,"crop":32,"segmentation_width":2,"segmentation_levels":2}' >small.json
train() { f4s-train "$DATA/prepared" --task segmentation --input images --modalities t1ce,flair --config small.json --format none "$@"; }
patch=(--segmenter unet --segmentation-patch 2)
train -o a "${patch[@]}" -j 1; train -o b "${patch[@]}" -j 2; cmp <(tensors a/last.safetensors) <(tensors b/last.safetensors)
model_json a/model.safetensors | jq -r '"\(.network.segmentation_patch) \(.multiple_of)"'
grey_png "5 7" {40..74} >odd.png
f4s-segment t1ce=odd.png flair=odd.png -o labels --model a/model.safetensors --anyway --engine torch --format none
png=labels/labels/odd.png; echo "$(od -An -tu1 -j19 -N1 $png | tr -d ' ')x$(od -An -tu1 -j23 -N1 $png | tr -d ' ') $(find labels -name '*.png' | wc -l)"
f4s-segment t1ce=odd.png flair=odd.png -o planned --model a/model.safetensors --anyway --engine plan --format none
cmp {labels,planned}/labels/odd.png
train -o none --segmenter unet --segmentation-patch 3; echo $?
train -o none --segmenter transunet --segmentation-patch 2; echo $?
[[ ! -e none/model.safetensors ]]
