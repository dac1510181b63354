# A network fuses studies as they came: prepared as its model wants, as volumes on the study's grid or, where the
# model wants another spacing, in the study's place.
#> [["t1ce","flair"],[32,38,36],[5,5,4],"prepared as model m.safetensors wants: --modalities t1ce,flair --normalize zscore --spacing 5,5,native"]
#> the same
make_model m.safetensors '{"normalization":"zscore","spacing_mm":[5,5]}'
f4s-fuse "$DATA/phantom" --ids '*_0000' -o out --model m.safetensors | cases | jq -c '[.fused_from, .geometry.size, .geometry.spacing_mm, (.findings[] | select(.code == "model.prepared").text)]'
f4s-prep "$DATA/phantom" --ids '*_0000' -o p --volumes --for-model m.safetensors --format none; f4s-fuse p -o f --model m.safetensors --format none
diff -r f/fused out/fused && echo "the same"
