# A slot may list alternatives: each case fills it with what it has.
#> [["t1ce"],["flair","t2"]]
echo '{"epochs":2,"steps_per_epoch":3,"batch_size":2,"crop":32,"segmentation_dim":16,"segmentation_blocks":1,"segmentation_levels":2}' >small.json
slices 500 | jq -c 'if .split == "train" then del(.images.flair) else del(.images.t2) end' >data.ndjson
f4s-train data.ndjson -o run --modalities 't1ce,flair|t2' --config small.json --format none
model_json run/model.safetensors | jq -c '.modalities | map(if type == "string" then [.] else . end)'
