# Modalities that do not fit a model: 65, and what it takes.
#? exit 65
#? stderr f4s-fuse: case 'phantom_0000_z003': has modalities t1, t1ce, t2, flair, too few that fit; the model takes mri, ct|pet*
make_model m.safetensors '{"modalities":["mri",["ct","pet"]]}'
f4s-fuse "$DATA/prepared" -o out --model m.safetensors >/dev/null
