# Scored, then labelled again: scores, probabilities and measurements of the old labels go, and what is made now stays.
#> [false,false,true,true]
#> true
make_model m.safetensors; segment() { f4s-segment "$@" --model m.safetensors; }
segment "$DATA/prepared" --ids '*_0000_z015' -o one --probabilities --uncertainty | f4s-metrics - >scored.ndjson
segment scored.ndjson -o two --overlay | cases | jq -c '[has("metrics"), has("probabilities"), has("overlay"), has("prediction")]'
segment scored.ndjson -o three --probabilities | f4s-metrics - | cases | jq --arg here "$PWD/three/" '.probabilities["1"] | startswith($here)'
