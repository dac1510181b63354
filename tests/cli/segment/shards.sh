# Three shards make what one run makes; volumes stay together.
make_model m.safetensors; mkdir a b; f4s-segment "$DATA/prepared" -o a/out --model m.safetensors --volumes --format none
for i in 2 3 1; do f4s-segment "$DATA/prepared" -o b/out --model m.safetensors --volumes --shard $i/3 --format none; done
diff <(digest a/out) <(digest b/out)
