# --method fusioninn: to the same weights whatever the threads and the interruptions; its model takes apart what it fused.
#> fusioninn ["fused","latent","decomposed"] inn
#> ["fusion.forward","fusion.intensity","fusion.latent","fusion.qabf","fusion.reverse","fusion.texture","fusion.total"] ["PSNR","SSIM","levels_PSNR","levels_SSIM"] true
#> same
#? stderr *continues after step * of 60
echo '{"epochs":20,"steps_per_epoch":3,"batch_size":2,"crop":32,"inn_width":8,"validate_every":5,"validation_slices":4}' >small.json
unlabelled; train() { f4s-train data.ndjson --method fusioninn --modalities t1ce,flair --config small.json --format none "$@"; }
train -o b -j 1; train -o a -j 2 & pid=$!
await has_epochs a 2; kill -9 $(pgrep -P $pid) $pid; wait $pid 2>/dev/null
train -o a -j 2; cmp a/last.safetensors b/last.safetensors && cmp <(tensors a/model.safetensors) <(tensors b/model.safetensors)
echo "$(model_json a/model.safetensors | jq -r '"\(.method) \(.gives) \(.network.fuser)"')"
tail -n 1 a/events.ndjson | jq -rc '"\(.losses | keys) \(.validation.decomposition | keys) \(.validation.decomposition.levels_PSNR > .validation.decomposition.PSNR)"'
slices 1 | cat - <(ended) | f4s-fuse - -o f --model a/model.safetensors --latent | f4s-fuse - -o g --model a/model.safetensors --decompose | pairs_apart | while read -r source apart; do cmp "$source" "$apart" && echo same; done | uniq
