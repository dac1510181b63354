# By a model, too, a colour picture keeps its chroma.
#> 2
make_model m.safetensors '{"modalities":["mri","pet"]}'; colour_png >c.png
nrrd "6 4 1" {1..24} >g.nrrd; f4s-prep g=g.nrrd -o g --slices all --brain none --normalize none --format none
f4s-fuse mri=g/images/g/g_z000.png pet=c.png -o b --model m.safetensors --format none; png_colour_type b/fused/*
