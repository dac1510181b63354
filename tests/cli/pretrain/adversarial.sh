# Discriminators, one a modality, join pre-training after their warm-up; --adversarial-weight 0 leaves them out.
#> false true
#> false
echo '{"epochs":2,"steps_per_epoch":3,"batch_size":2,"crop":32,"adversarial_weight":0.01,"adversarial_warmup_epochs":1}' >small.json
f4s-pretrain "$DATA/prepared" -o run --config small.json --format none
jq -rs 'map(select(.event == "epoch").losses | has("adversarial") and has("discriminators")) | "\(.[0]) \(.[1])"' run/events.ndjson
f4s-pretrain "$DATA/prepared" -o without --adversarial-weight 0 --config small.json --format none
jq -s 'map(select(.event == "epoch").losses | has("adversarial")) | any' without/events.ndjson
