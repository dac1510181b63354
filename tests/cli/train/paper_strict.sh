# --paper-strict is the fusion loss as printed: sigma correlation + (1 - sigma) texture.
#> true
echo '{"epochs":2,"steps_per_epoch":3,"batch_size":2,"crop":32,"segmentation_dim":16,"segmentation_blocks":1,"segmentation_levels":2}' >small.json
f4s-train "$DATA/prepared" -o run --paper-strict --task fusion --sigma 0.25 --log-every 1 --modalities t1ce,flair --config small.json --format none
jq -s 'map(select(.event == "step").losses | (.["fusion.total"] - 0.25 * .["fusion.correlation"] - 0.75 * .["fusion.texture"]) | fabs < 1e-5) | all' run/events.ndjson
