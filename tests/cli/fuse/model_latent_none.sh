# --decompose-from exact wants what --latent writes.
#? exit 65
#? stderr f4s-fuse: *phantom_0000*has no latent file, which --decompose-from exact needs*
inn_model m.safetensors; f4s-fuse "$DATA/prepared" -o out --ids '*_0000_z01?' --model m.safetensors --format none
f4s-fuse out -o apart --model m.safetensors --decompose --decompose-from exact --format none
