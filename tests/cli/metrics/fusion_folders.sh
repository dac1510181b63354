# Somebody's fused images against two folders of sources.
#> {"ok":2,"failed":0,"skipped":0} 2
mkdir mri pet mine; for z in 10 15; do cp "$DATA/prepared/images/t1/phantom_0000_z0$z.png" mri/$z.png; cp "$DATA/prepared/images/t2/phantom_0000_z0$z.png" pet/$z.png; cp mri/$z.png mine; done
f4s-metrics mri=mri pet=pet fused=mine | run_record | jq -r '"\(.cases) \(.summary.fusion.EN.n)"'
