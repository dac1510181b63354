# f4s-fuse: three shards, in any order, make what one run makes; subjects stay together.
#> phantom_0002
#> phantom_0000
#> phantom_0001
mkdir a b; f4s-fuse "$DATA/prepared" -o a/out --method average --format none
for i in 3 1 2; do f4s-fuse "$DATA/prepared" -o b/out --method average --shard $i/3 | cases | jq -r .subject | uniq; done
diff <(digest a/out) <(digest b/out)
