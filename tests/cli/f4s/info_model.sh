# f4s info of a model says what it takes and gives; other tensors are no model of the suite.
#> ["model",["t1","t1ce","t2","flair"],["fused","prediction"],"zscore"]
#> true
#> ["tensors, but no model of the suite",1,2]
model=$ROOT/share/models/glioma.safetensors
f4s info "$model" --format ndjson | jq -c '[.kind, .modalities, .gives, .normalization]'
f4s info "$model" --format ndjson | jq --arg sum "$(sha256sum <"$model" | cut -c -64)" '.sha256 == $sum and .weights > 100000 and (.about | startswith("labels")) and (has("network") | not)'
header='{"w":{"dtype":"F32","shape":[2],"data_offsets":[0,8]}}'
{ printf '\x36\0\0\0\0\0\0\0%s' "$header"; head -c 8 /dev/zero; } >other.safetensors
f4s info other.safetensors --format ndjson | jq -c '[.kind, .tensors, .weights]'
