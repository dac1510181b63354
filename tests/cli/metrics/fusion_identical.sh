# PSNR of an image that equals its sources is infinite: null, with the reason.
#> [null,"identical_images"]
p=$DATA/prepared/images/t1/phantom_0000_z015.png; f4s-metrics a="$p" b="$p" fused="$p" --extras | cases | jq -c '[.metrics.fusion.PSNR, .metrics.undefined["fusion.PSNR"]]'
