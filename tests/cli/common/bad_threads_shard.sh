# Shared options have their ranges: threads from 0, shards from 1.
#> 2 f4s-phantom: --threads: '-1' must be at least 0 and at most 4096 [parameter.value]
#> 2 f4s-phantom: --shard: '0/3' is not I/N with I from 1 to N [parameter.value]
#> 2 f4s-phantom: --shard: '4/3' is not I/N with I from 1 to N [parameter.value]
#> 2 f4s-phantom: --shard: '2' is not I/N with I from 1 to N [parameter.value]
said=$(f4s-phantom -o out --threads=-1 2>&1); echo $? "$said"
for shard in 0/3 4/3 2; do said=$(f4s-phantom -o out --shard $shard 2>&1); echo $? "$said"; done
