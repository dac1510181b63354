# f4s-prep: three shards make what one run makes, splits too.
mkdir a b; f4s-prep "$DATA/phantom" -o a/out --slices label --format none
for i in 1 2 3; do f4s-prep "$DATA/phantom" -o b/out --slices label --shard $i/3 --format none; done; diff <(digest a/out) <(digest b/out)
