# --combinations with a model: every set of its modalities, each in its slots.
#> phantom_0000_z015+t1ce-flair phantom_0000_z015+t1ce-t1 phantom_0000_z015+flair-t1 phantom_0000_z015+t1ce-flair-t1
make_model m.safetensors '{"modalities":["t1ce","flair","t1"]}'; run() { f4s-fuse "$DATA/prepared" --ids '*_0000_z015' --model m.safetensors "$@"; }
run -o all --combinations 2,3 | cases | jq -r .id | xargs
run -o pair --modalities t1ce,t1 --format none; cmp all/fused/phantom_0000_z015+t1ce-t1.png pair/fused/phantom_0000_z015.png
