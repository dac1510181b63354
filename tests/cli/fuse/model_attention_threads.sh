# --attention: the same maps and records whatever the threads and shards.
make_model m.safetensors '{"network":{"fusion_attention":"cross","fusion_dim":8}}'
run() { (mkdir "$1"; cd "$1" || exit; f4s-fuse "$DATA/prepared" -o out --model ../m.safetensors --attention -j "$1" | cases | sed "s#/$1/out#/out#g" >records); }
run 1; run 5
diff 1/records 5/records && diff <(digest 1/out) <(digest 5/out) || exit 1
mkdir 3; for i in 2 3 1; do f4s-fuse "$DATA/prepared" -o 3/out --model m.safetensors --attention --shard $i/3 --format none; done
diff <(digest 1/out | grep -v dataset.json) <(digest 3/out | grep -v dataset.json)
