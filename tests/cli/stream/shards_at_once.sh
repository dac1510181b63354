# Shards may run at once in one folder.
mkdir a b; f4s-fuse "$DATA/prepared" -o a/out --method average --format none
for i in 1 2 3; do f4s-fuse "$DATA/prepared" -o b/out --method average --shard $i/3 --format none & done; wait
diff <(digest a/out) <(digest b/out)
