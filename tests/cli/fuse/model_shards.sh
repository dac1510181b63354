# By a model: three shards make what one run makes.
make_model m.safetensors; mkdir a b; f4s-fuse "$DATA/prepared" -o a/out --model m.safetensors --format none
for i in 2 3 1; do f4s-fuse "$DATA/prepared" -o b/out --model m.safetensors --shard $i/3 --format none; done
diff <(digest a/out) <(digest b/out)
