# --input fused without a fused image: 65.
#? exit 65
#? stderr f4s-segment: case 'phantom_0000_z003': has no fused image*
make_model m.safetensors; f4s-segment "$DATA/prepared" -o out --model m.safetensors --input fused >/dev/null
