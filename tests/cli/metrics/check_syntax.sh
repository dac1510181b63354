# What is no check: 2, before the first case.
#> 2
#> 2
#> 2
#? stderr *is not a check*is not a check*is not a check*
for c in 'fusion.SSIM.mean' 'fusion.SSIM.mean => 1' 'fusion.SSIM.mean > x'; do f4s-metrics "$DATA/fused" --check "$c" >/dev/null; echo $?; done
