# A slot takes any of its names, in upper or lower case, whatever the order of the words; other images are passed over.
#> ["MRI","pet"]
#> ["MRI","ct"]
#> 65
#? stderr f4s-fuse: *two of them for one slot; the model takes mri, ct|pet*
make_model m.safetensors '{"modalities":["mri",["ct","pet"]]}'
i=$DATA/prepared/images; z=phantom_0000_z015.png; a=$i/t1/$z b=$i/t2/$z
f4s-fuse pet="$b" other="$i/flair/$z" MRI="$a" -o 1 --model m.safetensors | cases | jq -c .fused_from
f4s-fuse ct="$b" MRI="$a" -o 2 --model m.safetensors | cases | jq -c .fused_from
f4s-fuse ct="$b" MRI="$a" pet="$b" -o 3 --model m.safetensors >/dev/null; echo $?
cmp 1/fused/* 2/fused/*
