# The losses of deviation, frequencies and gradients are reported, and each changes the network; a gain is kept in the
# model, and a training with a segmentation network has none.
#> ["fusion.frequency","fusion.gradient","fusion.sd"]
#> 1.25
#> 5
#> 2
#? stderr *--gain 1.25: a segmentation network takes fused images as the fusion network makes them*
short() { f4s-train "$DATA/prepared" --epochs 1 --steps-per-epoch 3 --crop 32 --batch-size 2 --modalities t1ce,flair -q --format none "$@"; }
fuse() { short --task fusion "$@"; }
fuse -o none
fuse -o all --frequency-weight 1 --gradient-weight 1 --sd-weight 1 --gain 1.25
jq -c 'select(.event == "epoch") | [.losses | keys[] | select(test("frequency|gradient|sd"))]' all/events.ndjson
model_json all/model.safetensors | jq .gain
fuse -o frequency --frequency-weight 1; fuse -o gradient --gradient-weight 1; fuse -o sd --sd-weight 10; fuse -o scd --scd-weight 10 --scd-limit maximum
for run in none frequency gradient sd scd; do tensors $run/last.safetensors | sha256sum; done | sort -u | wc -l
short -o both --gain 1.25; echo $?
