# A link that waits in a RUN is not followed: events.ndjson, checkpoint, tensorboard.
#> 73 73 73
#> victims: 0
#? stderr *
echo '{"epochs":1,"steps_per_epoch":1,"batch_size":2,"crop":32,"segmentation_dim":16,"segmentation_blocks":1,"segmentation_levels":2}' >small.json
train() { f4s-train "$DATA/prepared" -o "$1" --modalities t1ce,flair --config small.json --format none -q --force --tensorboard; echo $?; }
mkdir elsewhere a b c; echo mine >victim; cp victim before
ln -s "$PWD/elsewhere" a/checkpoint; ln -s "$PWD/elsewhere" b/tensorboard
{ train a; train b; } >codes
# A run that goes on, and a link in place of its events.
f4s-train "$DATA/prepared" -o c --modalities t1ce,flair --config small.json --epochs 4 --format none -q
jq -c '.finished = null | del(.digest) | .checkpoints |= .[1:]' c/checkpoint/state.json >state && mv state c/checkpoint/state.json
ln -sf "$PWD/victim" c/events.ndjson
f4s-train "$DATA/prepared" -o c --modalities t1ce,flair --config small.json --epochs 4 --format none -q; echo $? >>codes
xargs <codes; cmp victim before; echo "victims: $(find elsewhere -mindepth 1 | wc -l)"
