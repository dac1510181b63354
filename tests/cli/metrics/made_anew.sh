# Scored, then fused or prepared again: the scores, the prediction and what came with them are of what was, and go.
#> false
#> [false,false,false,true]
f4s-metrics "$DATA/fused" --ids '*_0000_z01*' > scored.ndjson
f4s-fuse scored.ndjson -o two --method maximum | cases | jq -s 'any(.[]; has("metrics"))'
cases scored.ndjson | head -n 1 | jq -c '.probabilities = {"1": .label} | .volumes_ml = {} | .prediction = .label' >old.ndjson
f4s-prep old.ndjson -o three --normalize none --brain none | cases | jq -c '[has("metrics"), has("probabilities"), has("prediction"), has("label")]'
