# A fused image that was stretched is not what the model made: 65, and the record says so.
#> image
#? exit 65
#? stderr f4s-fuse: case 'phantom_0000_z010': its fused image was stretched*--stretch none*
inn_model m.safetensors; f4s-fuse "$DATA/prepared" -o out --ids '*_0000_z010' --model m.safetensors --stretch image | cases | tee r.ndjson | jq -r .fused_stretch
f4s-fuse r.ndjson -o apart --model m.safetensors --decompose --format none
