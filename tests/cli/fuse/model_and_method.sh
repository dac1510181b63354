# A model and a rule together: 2.
#? exit 2
#? stderr f4s-fuse: *--method and --model*
f4s-fuse "$DATA/prepared" -o out --method average --model m.safetensors >/dev/null
