# The fused image is read where there is one; --input images fuses again, and differs by the rounding to levels only: of 16 bits, next to nothing.
make_model m.safetensors; f4s-fuse "$DATA/prepared" -o f --model m.safetensors --bits 16 --format none
run() { f4s-segment "$1" -o "$2" --model m.safetensors --volumes --format none "${@:3}"; voxels "$2/labels/phantom_0000.nii.gz" | tr ' ' '\n' >"$2.txt"; }
run f auto; run f fused --input fused; run f images --input images; run "$DATA/prepared" alone; run "$DATA/fused" other
cmp auto.txt fused.txt && cmp images.txt alone.txt && ! cmp -s other.txt fused.txt && [[ $(diff fused.txt images.txt | grep -c '^<') -lt 35 ]]
