# Each record with a fused image gains the nine fusion metrics, each source's part and the weakest.
#> ["AG","EN","MI","Qabf","SCD","SD","SF","SSIM","VIF","per_source","weakest"]
#> ["flair","t1ce"] ["MI","Qabf","SCD","SSIM","VIF"] ["MI","Qabf","SCD","SSIM","VIF"]
f4s-metrics "$DATA/fused" --ids phantom_0000_z015 | cases | jq -r '.metrics.fusion | "\(keys)\n\(.per_source | keys) \(.per_source.t1ce | keys) \(.weakest | keys)"'
