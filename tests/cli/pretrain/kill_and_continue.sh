# kill -9: the same command goes on to the weights of a run that was not stopped.
#? stderr f4s-pretrain: continues after step * of 60
echo '{"epochs":2,"steps_per_epoch":3,"batch_size":2,"crop":32}' >small.json
f4s-pretrain "$DATA/prepared" -o b --epochs 20 --modalities t1ce,flair --config small.json --format none
f4s-pretrain "$DATA/prepared" -o a --epochs 20 --modalities t1ce,flair --config small.json --format none & pid=$!
await has_epochs a 2; kill -9 $pid; wait $pid 2>/dev/null
f4s-pretrain "$DATA/prepared" -o a --epochs 20 --modalities t1ce,flair --config small.json --format none
cmp a/model.safetensors b/model.safetensors; cmp a/last.safetensors b/last.safetensors
