# The effective configuration can be fed back: the rule that was not chosen is no rule.
make_model m.safetensors; f4s-fuse "$DATA/prepared" --ids '*_z015' -o a --model m.safetensors | run_record | jq .config >config.json
f4s-fuse "$DATA/prepared" -o b --config config.json --format none && diff -r a/fused b/fused && [[ $(jq -r .method config.json) == "" ]]
