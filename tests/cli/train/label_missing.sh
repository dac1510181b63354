# One case of many without a label is named.
#? exit 65
#? stderr f4s-train: case 'phantom_*': has no label, which segmentation is trained on [[]train.no_label[]]
echo '{"epochs":2,"steps_per_epoch":3,"batch_size":2,"crop":32,"segmentation_dim":16,"segmentation_blocks":1,"segmentation_levels":2}' >small.json
slices 500 | jq -c 'if .split == "val" then del(.label) else . end' >data.ndjson
f4s-train data.ndjson -o run --modalities t1ce,flair --config small.json --format none
