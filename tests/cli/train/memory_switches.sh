# --recompute gives the same weights; --accumulate takes several batches a step; --precision bfloat16 trains to float32 weights.
#> same
#> true
#> ["F32"]
echo '{"epochs":2,"steps_per_epoch":3,"batch_size":2,"crop":32,"segmentation_dim":16,"segmentation_blocks":1,"segmentation_levels":2}' >small.json
train() { f4s-train "$DATA/prepared" --modalities t1ce,flair --config small.json --format none "$@"; }
train -o a; train -o b --recompute; cmp <(tensors a/last.safetensors) <(tensors b/last.safetensors) && echo same
train -o c --accumulate 2 --steps-per-epoch 0; jq -s '.[0].steps_per_epoch == (.[0].train_slices / 4 | ceil) and .[-1].step == 2 * .[0].steps_per_epoch' c/events.ndjson
train -o d --precision bfloat16 2>warned; grep -q "avx512_bf16\|amx_bf16" /proc/cpuinfo || grep -q "warning: --precision bfloat16: this processor" warned || cat warned; tail -c +9 d/last.safetensors | head -c "$(od -An -tu8 -N8 d/last.safetensors)" | jq -c 'del(.__metadata__) | map(.dtype) | unique'
