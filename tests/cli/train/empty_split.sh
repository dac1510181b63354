# A data set without validation cases is refused.
#? exit 65
#? stderr f4s-train: none of the * cases is in split 'val': f4s-prep --split or --fold K/N makes one [[]train.empty[]]
echo '{"epochs":2,"steps_per_epoch":3,"batch_size":2,"crop":32,"segmentation_dim":16,"segmentation_blocks":1,"segmentation_levels":2}' >small.json
slices 500 | jq -c 'select(.split != "val")' >data.ndjson
f4s-train data.ndjson -o run --modalities t1ce,flair --config small.json --format none
