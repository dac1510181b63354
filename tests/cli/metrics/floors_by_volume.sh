# With --by volume the floors are those of volumes: a record each for every volume.
#> ["phantom_0000","phantom_0000+floor-average","phantom_0000+floor-copy-flair","phantom_0000+floor-copy-t1ce","phantom_0000+floor-maximum"]
f4s-metrics "$DATA/fused" --ids 'phantom_0000_*' --by volume --floors | cases | jq -sc 'map(.id) | sort'
