# A check on a branch: 2, and some leaves below it are named.
#? exit 2
#? stderr f4s-metrics: check 'fusion.SSIM > 0': no number at 'fusion.SSIM'; below it are *
f4s-metrics "$DATA/fused" --check 'fusion.SSIM > 0' >/dev/null
