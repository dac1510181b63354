# A label value that is in no class is refused, by case and file.
#? exit 65
#? stderr f4s-train: case 'phantom_*': */labels/phantom_*.png: label 4 is in no class of the dataset [[]label.value[]]
echo '{"epochs":2,"steps_per_epoch":3,"batch_size":2,"crop":32,"segmentation_dim":16,"segmentation_blocks":1,"segmentation_levels":2}' >small.json
slices 500 | jq -c '.classes = {"1":"necrosis","2":"oedema"} | .regions = {"WT":[1,2]}' >data.ndjson
f4s-train data.ndjson -o run --modalities t1ce,flair --config small.json --format none
