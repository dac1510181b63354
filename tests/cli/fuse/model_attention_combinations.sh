# --attention with --combinations: each combination has its own maps; of several others each has one, on one scale.
#> ["phantom_0000_z020+t1-t2",["received"]]
#> ["phantom_0000_z020+t1-flair",["received"]]
#> ["phantom_0000_z020+t2-flair",["received"]]
#> ["phantom_0000_z020+t1-t2-flair",["received_flair","received_t2"]]
make_model m.safetensors '{"modalities":["t1","t2","flair"],"network":{"fusion_attention":"cross","fusion_dim":8}}'
f4s-fuse "$DATA/prepared" --ids 'phantom_0000_z020' -o out --model m.safetensors --modalities t1,t2,flair --combinations 2,3 --attention >o.ndjson
cases o.ndjson | jq -c '[.id, (.attention | keys - ["base_contribution", "detail_contribution", "entropy"])]'
cases o.ndjson | jq -e -s '.[3].attention_range | .received_t2 == .received_flair' >/dev/null
