# A model that only segments: 65 with what it does.
#? exit 65
#? stderr f4s-fuse: */m.safetensors: does not fuse: it gives prediction from images*
make_model m.safetensors '{"gives":["prediction"],"takes":["images"],"network":{"input":"images"}}'
f4s-fuse "$DATA/prepared" -o out --model m.safetensors >/dev/null
