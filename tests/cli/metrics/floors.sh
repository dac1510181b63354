# --floors: average, maximum and a copy of each source, scored as records of their own.
#> phantom_0000_z015 null null
#> phantom_0000_z015+floor-average phantom_0000_z015 average
#> phantom_0000_z015+floor-maximum phantom_0000_z015 maximum
#> phantom_0000_z015+floor-copy-t1ce phantom_0000_z015 copy-t1ce
#> phantom_0000_z015+floor-copy-flair phantom_0000_z015 copy-flair
#> true
f4s-metrics "$DATA/fused" --ids phantom_0000_z015 --floors >out; cases out | jq -r '"\(.id) \(.case) \(.floor)"'
cases out | jq -s 'all(.[1:][]; .fused == null and .prediction == null) and (.[3].metrics.fusion.per_source.t1ce.SSIM - 1 | fabs) < 1e-12'
