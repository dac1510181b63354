# Without --stretch a model decides; with it, the user.
#> 255
make_model a.safetensors '{"stretch":"image"}'; make_model b.safetensors; nrrd "6 4 1" {40..63} >x.nrrd; nrrd "6 4 1" {30..53} >y.nrrd
run() { f4s-fuse t1ce=x.nrrd flair=y.nrrd --format none "$@"; }
run -o a --model a.safetensors; run -o an --model a.safetensors --stretch none
run -o b --model b.safetensors; run -o bi --model b.safetensors --stretch image
voxels a/fused/x.nii.gz | tr ' ' '\n' | sort -n | tail -1
cmp a/fused/* bi/fused/* && cmp an/fused/* b/fused/* && ! cmp -s a/fused/* b/fused/*
