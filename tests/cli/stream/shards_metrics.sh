# f4s-metrics: the records of three shards are those of one run.
f4s-metrics "$DATA/fused" | cases | sort >a
for i in 1 2 3; do f4s-metrics "$DATA/fused" --shard $i/3 | cases; done | sort | diff a - && [[ $(wc -l <a) == 97 ]]
