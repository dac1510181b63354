# --extras adds CC, PSNR, MSE, VIFF and NMI to the fusion metrics; without it they are not there.
#> ["AG","CC","EN","MI","MSE","NMI","PSNR","Qabf","SCD","SD","SF","SSIM","VIF","VIFF","per_source","weakest"]
#> [true,true,true]
f4s-metrics "$DATA/fused" --ids phantom_0000_z015 --extras >out; cases out | jq -c '.metrics.fusion | keys'
f4s-metrics "$DATA/fused" --ids phantom_0000_z015 --convention film >plain
jq -sc '[(.[0].metrics.fusion | has("CC") and .CC <= 1), .[0].metrics.fusion.VIFF != null or .[0].metrics.undefined["fusion.VIFF"] == "image_too_small", (.[1].metrics.fusion | has("CC") | not)]' <(cases out) <(cases plain)
