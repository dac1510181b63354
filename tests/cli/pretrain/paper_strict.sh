# --paper-strict: the losses of eq. 9 to 12 as printed, saturating; the effective configuration says so.
#> saturating 1 0 true
#> true
echo '{"epochs":2,"steps_per_epoch":3,"batch_size":2,"crop":32,"adversarial_weight":0.25}' >small.json
f4s-pretrain "$DATA/prepared" -o run --paper-strict --log-every 1 --config small.json --format none
jq -r '"\(.generator_loss) \(.real_label) \(.r1_every) \(.paper_strict)"' run/config.json
jq -s 'map(select(.event == "step").losses.adversarial < 0) | all' run/events.ndjson  # log(1 - D)
