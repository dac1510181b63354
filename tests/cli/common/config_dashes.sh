# Keys of a configuration may have dashes, as flags have.
#> [4,8]
echo '{"decompose-from": "auto", "levels": 4}' >c.json
f4s-fuse "$DATA/prepared" -o out --ids '*_z010' --method laplacian --config c.json | run_record | jq -c '[.config.levels, (.config.bits | tonumber)]'
