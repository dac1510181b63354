# fused_from says which sources count; without it all do.
#> ["flair","t1ce"]
#> ["flair","t1","t1ce","t2"]
f4s-fuse "$DATA/prepared" -o f --ids phantom_0000_z015 --method average --modalities t1ce,flair >s
f4s-metrics - <s | cases | jq -c '.metrics.fusion.per_source | keys'
jq -c 'del(.fused_from)' s | f4s-metrics - | cases | jq -c '.metrics.fusion.per_source | keys'
