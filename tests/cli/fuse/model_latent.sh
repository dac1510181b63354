# --latent and --decompose in a pipe: the very images that were fused, byte for byte; the fused image is the same with it and without.
#> ["exact",["flair","t1ce"]]
#> 194
inn_model m.safetensors; f4s-fuse "$DATA/prepared" -o plain --model m.safetensors --format none
f4s-fuse "$DATA/prepared" -o out --model m.safetensors --latent | f4s-fuse - -o apart --model m.safetensors --decompose >records
diff <(digest plain/fused) <(digest out/fused) || exit 1
cases records | jq -c '[.decomposed_from, (.decomposed | keys)]' | sort -u
pairs_apart <records | while read -r source apart; do cmp "$source" "$apart" && echo same; done | wc -l
