# Pre-training needs no labels, and its best model has the least validation loss of all epochs.
#> start epoch epoch epoch epoch
#> true
#> true
echo '{"epochs":2,"steps_per_epoch":3,"batch_size":2,"crop":32}' >small.json
unlabelled; f4s-pretrain data.ndjson -o run --epochs 4 --modalities t1ce,flair --config small.json --format none
jq -r .event run/events.ndjson | xargs
jq -s --argjson m "$(model_json run/model.safetensors | jq .metrics)" 'map(select(.event == "epoch").validation.reconstruction.total) | min == $m.reconstruction.total' run/events.ndjson
jq -s 'map(select(.event == "epoch").validation.reconstruction.total) | .[-1] < .[0]' run/events.ndjson
