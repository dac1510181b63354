# --by volume passes one record a volume: its id, its own geometry, no slice's files.
#> {"id":"phantom_0000","size":[40,48,36],"volume":null,"images":null,"fused":null}
#> {"id":"phantom_0001","size":[40,48,36],"volume":null,"images":null,"fused":null}
#> {"id":"phantom_0002","size":[40,48,36],"volume":null,"images":null,"fused":null}
f4s-metrics "$DATA/fused" --by volume | cases | jq -c '{id, size: .geometry.size, volume: .geometry.volume, images, fused}'
