# What cannot be asked for together, or of that model, is said before anything is written.
#> 2 2 2 2 2 2 2 65 65
#? stderr *
inn_model m.safetensors; make_model n.safetensors; codes=()
run() { f4s-fuse "$DATA/prepared" -o out --format none "$@"; codes+=($?); }
run --method average --latent
run --method average --decompose
run --model m.safetensors --latent --decompose
run --model m.safetensors --latent --stretch image
run --model m.safetensors --latent --attention
run --model m.safetensors --combinations 2
run --model m.safetensors --decompose-from exact
run --model n.safetensors --latent
run --model n.safetensors --decompose
echo "${codes[@]}"; [[ ! -e out/fused ]]
