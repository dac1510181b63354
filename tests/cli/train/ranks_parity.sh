# Two ranks compute the losses of one process; rank 0 alone writes and speaks.
#> 1 run record, of 2 ranks
#> start 1 2 3 4 5 6
#> the first step's losses are one process's
small_training >small.json
train() { f4s-train "$DATA/prepared" --modalities t1ce,flair --config small.json --log-every 1 --device cpu "$@"; }
train -o one --format none; train -o two --ranks 2 >out
echo "$(run_record out | wc -l) run record, of $(run_record out | jq .ranks) ranks"
jq -r 'if .event == "epoch" then empty else .step // .event end' two/events.ndjson | xargs
losses() { jq -c 'select(.event == "step" and .step == 1) | .losses' "$1/events.ndjson"; }
holds '.[0] as $a | .[1] as $b | [$a | keys[] | ($a[.] - $b[.]) | fabs] | max < 1e-6' -s <(losses one) <(losses two) && echo "the first step's losses are one process's"
