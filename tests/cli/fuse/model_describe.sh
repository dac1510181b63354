# --describe prints what a model says of itself, as one JSON object alone, and needs nothing else.
#> ["f4s.model/1","fuse4seg",["mri",["ct","pet"]],4]
#> true
#> true
make_model m.safetensors '{"modalities":["mri",["ct","pet"]]}'
f4s-fuse --model m.safetensors --describe >told; jq -c '[.format,.model.method,.model.modalities,.model.network.fusion_dim]' told
f4s-segment --model m.safetensors --model m.safetensors --describe | jq -c . | uniq | cmp - <(jq -c . told) && jq --arg sha "$(sha256sum m.safetensors | cut -d' ' -f1)" '.sha256 == $sha' told
f4s-fuse --model harvard --describe | jq '.weights > 1000 and .weights < 1e6'
