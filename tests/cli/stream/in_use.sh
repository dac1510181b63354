# Two processes on one folder: one wins, the other is refused (73); a run without shards beside a shard, and a shard
# twice, are two processes on one folder. What wins is whole, and nothing is left locked.
#> f4s-fuse: 0 73, cases 4
#> shards 1/2 1/2: 0 73
#> whole beside a shard: 73
#> again: 0, cases 4
#? stderr *
mkdir a b; for i in 1 2 3 4; do nrrd "16 16 1" {0..255} | tee a/$i.nrrd >b/$i.nrrd; done
# The first one waits for its cases on a pipe, with one of them done, until the second one has been refused.
feed() { cases all.ndjson | head -n 1; until [[ -e refused$1 ]]; do sleep 0.02; done; cases all.ndjson | tail -n +2; ended; }
f4s-fuse a=a b=b -o first --method average >all.ndjson
started() { [[ -s $1 ]]; }
feed 1 | f4s-fuse - -o out --method maximum --format none & first=$!
await started out/.f4s/journal-1-of-1.ndjson; sleep 0.2
f4s-fuse all.ndjson -o out --method maximum --format none; second=$?; touch refused1; wait $first
echo "f4s-fuse: $? $second, cases $(wc -l <out/cases.ndjson)"
feed 2 | f4s-fuse - -o shards --method maximum --format none --shard 1/2 & first=$!
await started shards/.f4s/journal-1-of-2.ndjson; sleep 0.2
f4s-fuse all.ndjson -o shards --method maximum --format none --shard 1/2; second=$?
f4s-fuse all.ndjson -o shards --method maximum --format none --force; whole=$?; touch refused2; wait $first
echo "shards 1/2 1/2: $? $second"; echo "whole beside a shard: $whole"
f4s-fuse all.ndjson -o out --method maximum --format none --force; echo "again: $?, cases $(wc -l <out/cases.ndjson)"
