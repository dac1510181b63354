# A model without cross-attention: 65 with what it does, before anything is written.
#? exit 65
#? stderr f4s-fuse: */m.safetensors: has no cross-attention to show: it gives fused and prediction*
make_model m.safetensors '{"network":{"fusion_attention":"none","fusion_dim":4}}'
f4s-fuse "$DATA/prepared" -o out --model m.safetensors --attention >/dev/null
code=$?
[[ ! -e out/fused ]] && exit $code
