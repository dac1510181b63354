# SIGTERM in mid-epoch: a checkpoint of that very step, exit 75; the same command goes on to the weights of an undisturbed run.
#> 75 interrupted 75
#> yes
#? stderr f4s-train: stopped by a signal after step * [[]interrupted[]]*continues after step *
echo '{"epochs":2,"steps_per_epoch":3,"batch_size":2,"crop":32,"segmentation_dim":16,"segmentation_blocks":1,"segmentation_levels":2}' >small.json
f4s-train "$DATA/prepared" -o b --epochs 40 --validate-every 40 --modalities t1ce,flair --config small.json --format none
f4s-train "$DATA/prepared" -o a --epochs 40 --validate-every 40 --modalities t1ce,flair --config small.json >out & pid=$!
await has_epochs a 3; kill -TERM $pid; wait $pid; echo $? "$(jq -r '"\(.status) \(.exit_code)"' out)"
[[ ! -e a/last.safetensors ]] && echo yes
f4s-train "$DATA/prepared" -o a --epochs 40 --validate-every 40 --modalities t1ce,flair --config small.json --format none
cmp a/model.safetensors b/model.safetensors; cmp a/last.safetensors b/last.safetensors
