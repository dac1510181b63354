# A GPU that is not there: 69 with the reason, before the first case.
#? exit 69
#? stderr f4s-segment: --device cuda:99 not available: *
make_model m.safetensors; f4s-segment "$DATA/prepared" -o out --model m.safetensors --device cuda:99 >/dev/null; code=$?; [[ ! -e out ]] && exit $code
