# Fusion alone wants no labels.
#> ["fused"] {}
#> ["fusion.correlation","fusion.intensity","fusion.texture","fusion.total"] ["fusion"]
echo '{"epochs":2,"steps_per_epoch":3,"batch_size":2,"crop":32,"segmentation_dim":16,"segmentation_blocks":1,"segmentation_levels":2}' >small.json
unlabelled; f4s-train data.ndjson -o run --task fusion --modalities t1ce,flair --config small.json --format none
model_json run/model.safetensors | jq -r '"\(.gives) \(.classes)"'; tail -n 1 run/events.ndjson | jq -r '"\(.losses | keys) \(.validation | keys)"'
