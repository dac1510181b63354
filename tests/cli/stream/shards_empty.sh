# More shards than subjects: the empty one ends well.
mkdir a b; f4s-fuse "$DATA/prepared" -o a/out --ids '*_z010' --method average --format none
for i in 1 2 3 4; do f4s-fuse "$DATA/prepared" -o b/out --ids '*_z010' --method average --shard $i/4 --format none || exit 1; done
diff <(digest a/out) <(digest b/out)
