# --modalities fills a model's slots in its order where the names are not the model's, and by name where they are.
#> ["t1","t2"]
#> ["t1ce","flair"]
make_model m.safetensors; run() { f4s-fuse "$DATA/prepared" --ids '*_0000_z015' --model m.safetensors "$@"; }
run -o 1 --modalities t1,t2 | cases | jq -c .fused_from
run -o 2 --modalities flair,t1ce | cases | jq -c .fused_from
run -o 3 --modalities t2,t1 --format none; run -o 4 --format none
cmp 2/fused/* 4/fused/* && ! cmp -s 1/fused/* 3/fused/*
