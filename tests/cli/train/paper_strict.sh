# --paper-strict is the fusion loss as printed: sigma correlation + (1 - sigma) texture.
#> true
#> true
#> saturating 1 0
echo '{"epochs":2,"steps_per_epoch":3,"batch_size":2,"crop":32,"segmentation_dim":16,"segmentation_blocks":1,"segmentation_levels":2}' >small.json
f4s-train "$DATA/prepared" -o run --paper-strict --task fusion --sigma 0.25 --log-every 1 --modalities t1ce,flair --config small.json --format none
jq -s 'map(select(.event == "step").losses | (.["fusion.total"] - 0.25 * .["fusion.correlation"] - 0.75 * .["fusion.texture"]) | fabs < 1e-5) | all' run/events.ndjson
f4s-train "$DATA/prepared" -o game --paper-strict --adversarial-weight 0.1 --adversarial-warmup-epochs 0 --task fusion --log-every 1 --modalities t1ce,flair --config small.json --format none
jq -s 'map(select(.event == "step").losses.adversarial < 0) | all' game/events.ndjson  # log(1 - D), as eq. 10
jq -r '"\(.generator_loss) \(.real_label) \(.r1_every)"' game/config.json
