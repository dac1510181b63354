# A volume is taken apart into the very volumes that were fused, on their grid; from its levels alone it is not.
#> 3
#> ["latent","rest","z"] [2,36,48,40] [36,48,40]
#> levels
inn_model m.safetensors '["t1","t2","flair"]'
f4s-prep "$DATA/phantom" -o v --ids '*_0000' --volumes --modalities t1,t2,flair --format none
f4s-fuse v -o f --model m.safetensors --latent >fused
f4s-fuse - -o apart --model m.safetensors --decompose <fused >records
pairs_apart <records | while read -r source apart; do cmp <(voxels "$source") <(voxels "$apart") && echo same; done | wc -l
head -c 2000 f/latent/phantom_0000.safetensors | tail -c +9 | head -c "$(od -An -tu8 -N8 f/latent/phantom_0000.safetensors)" | jq -c '[keys[] | sub("__metadata__"; "latent")], .z.shape, .rest.shape' | xargs -d '\n'
f4s-fuse - -o levels --model m.safetensors --decompose --decompose-from levels <fused | cases | jq -r .decomposed_from
cmp -s levels/decomposed/phantom_0000_t1.nii.gz apart/decomposed/phantom_0000_t1.nii.gz && echo "nothing was lost"
true
