# Volumes are refused: training takes slices.
#? exit 65
#? stderr f4s-train: case 'phantom_*': */phantom_*.nii.gz: is a volume: * [[]train.volume[]]
echo '{"epochs":2,"steps_per_epoch":3,"batch_size":2,"crop":32,"segmentation_dim":16,"segmentation_blocks":1,"segmentation_levels":2}' >small.json
f4s-phantom -o studies --cases 2 --size 40,48,36 --format ndjson | jq -c 'if .schema == "f4s.case/1" then .split = (if .id == "phantom_0000" then "train" else "val" end) else . end' >records.ndjson
f4s-train records.ndjson -o run --task fusion --modalities t1ce,flair --config small.json --format none
