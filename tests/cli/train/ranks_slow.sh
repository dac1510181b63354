# A rank that stands still for a while holds the others up, and changes nothing.
#> same
small_training >small.json
train() { exec f4s-train "$DATA/prepared" --ranks 2 --epochs 6 --modalities t1ce,flair --config small.json --device cpu --format none "$@"; }
(train -o b); (train -o a) & pid=$!
await has_epochs a 1; rank=$(pgrep -P $pid | sed -n 2p); kill -STOP "$rank"; sleep 2; kill -CONT "$rank"; wait $pid
cmp a/model.safetensors b/model.safetensors && echo same
