# kill -9 of a rank: the others end with 75, and the same command goes on to the bytes of a run that was not killed.
#> 75 75
#> same
#? stderr *
small_training >small.json
train() { exec f4s-train "$DATA/prepared" --ranks 2 --epochs 12 --modalities t1ce,flair --config small.json --device cpu --format none "$@"; }
(train -o b)
for rank in 0 1; do
  (train -o a) & pid=$!
  await has_epochs a $((1 + 4 * rank)); kill -9 "$(pgrep -P $pid | sed -n $((rank + 1))p)"; wait $pid; printf '%s\n' $?
done | xargs
(train -o a)
cmp a/model.safetensors b/model.safetensors && cmp a/last.safetensors b/last.safetensors && echo same
