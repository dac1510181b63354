# kill -9 between checkpoints: the same command goes on to the weights of a run that was not stopped, and no event stands twice.
#> start epoch epoch epoch
#? stderr f4s-train: goes on after step 3 of 9
echo '{"epochs":2,"steps_per_epoch":3,"batch_size":2,"crop":32,"segmentation_dim":16,"segmentation_blocks":1,"segmentation_levels":2}' >small.json
f4s-train "$DATA/prepared" -o b --epochs 3 --modalities t1ce,flair --config small.json --format none
f4s-train "$DATA/prepared" -o a --epochs 3 --modalities t1ce,flair --config small.json --format none & pid=$!
await has_epochs a 1; kill -9 $pid; wait $pid 2>/dev/null
# As if it had been killed a moment later: an event and a best model that the checkpoint does not know of.
jq -c '.checkpoints |= map(select(.state.epochs_done == 1))' a/checkpoint/state.json >s; cp s a/checkpoint/state.json
echo '{"event":"step","torn' >>a/events.ndjson
f4s-train "$DATA/prepared" -o a --epochs 3 --modalities t1ce,flair --config small.json --format none
echo $(jq -r .event a/events.ndjson); cmp a/model.safetensors b/model.safetensors; cmp a/last.safetensors b/last.safetensors
