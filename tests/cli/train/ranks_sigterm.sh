# SIGTERM: all ranks stop after one step, with a checkpoint and 75; one rank that gets it stops all; another number of ranks goes on.
#> 75 interrupted
#> 75 interrupted
#> 12 epochs
#? stderr *
small_training >small.json
train() { exec f4s-train "$DATA/prepared" -o a --epochs 12 --modalities t1ce,flair --config small.json --device cpu "$@"; }
(train --ranks 2 >out) & pid=$!
await has_epochs a 1; kill -TERM $pid; wait $pid; echo $? "$(run_record out | jq -r .status)"
(train --ranks 2 >out) & pid=$!
await has_epochs a 4; kill -TERM "$(pgrep -P $pid | sed -n 2p)"; wait $pid; echo $? "$(run_record out | jq -r .status)"
(train --ranks 3 --format none)
echo "$(jq -r 'select(.event == "epoch") | .epoch' a/events.ndjson | sort -u | wc -l) epochs"
