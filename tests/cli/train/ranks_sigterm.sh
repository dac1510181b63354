# SIGTERM: all ranks stop after one step, with a checkpoint and 75; one rank that gets it stops all; another number of ranks goes on.
#> 75 interrupted
#> 75 interrupted
#> 12 epochs
#? stderr *
echo '{"epochs":2,"steps_per_epoch":3,"batch_size":4,"crop":32,"segmentation_dim":16,"segmentation_blocks":1,"segmentation_levels":2,"task":"segmentation","input":"images"}' >small.json
train() { exec f4s-train "$DATA/prepared" -o a --epochs 12 --modalities t1ce,flair --config small.json --device cpu "$@"; }
(train --ranks 2 >out) & pid=$!
await has_epochs a 1; kill -TERM $pid; wait $pid; echo $? "$(run_record out | jq -r .status)"
(train --ranks 2 >out) & pid=$!
await has_epochs a 4; kill -TERM "$(pgrep -P $pid | sed -n 2p)"; wait $pid; echo $? "$(run_record out | jq -r .status)"
(train --ranks 3 --format none)
echo "$(jq -r 'select(.event == "epoch") | .epoch' a/events.ndjson | sort -u | wc -l) epochs"
