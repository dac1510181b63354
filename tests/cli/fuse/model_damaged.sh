# A model file that is cut short: 65, one line that names it, before the first case.
#> 65 1
#? stderr f4s-fuse: *m.safetensors: *
make_model whole.safetensors; head -c 20000 whole.safetensors >m.safetensors
f4s-fuse "$DATA/prepared" -o out --model m.safetensors >/dev/null 2>said; code=$?; echo $code "$(wc -l <said)"; cat said >&2; [[ ! -e out ]]
