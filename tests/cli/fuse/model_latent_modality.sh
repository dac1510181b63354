# An invertible model takes all its modalities, and says which.
#? exit 65
#? stderr f4s-fuse: *has t1ce, flair, but the model takes all its 3 modalities at once: t1ce, flair, t1*
inn_model m.safetensors '["t1ce","flair","t1"]'
f4s-fuse "$DATA/prepared" -o out --modalities t1ce,flair --model m.safetensors --format none
