# --engine plan on a network that has none: 69 before the first case, saying why and what does.
#? exit 69
#? stderr f4s-fuse: *small.safetensors: --engine plan: there is no plan for this network (fusion_base_conv = dense): --engine torch computes it*
make_model small.safetensors '{"network":{"fusion_base_conv":"dense","fusion_dim":8}}'
f4s-fuse "$DATA/prepared" -o out --model small.safetensors --engine plan >/dev/null; code=$?; [[ ! -e out ]] && exit $code
