# A check on what is not there: 2 with what resembles it, never met in silence.
#? exit 2
#? stderr f4s-metrics: check 'fusion.SSIN.mean > 0': no number at 'fusion.SSIN.mean'*did you mean*fusion.SSIM.mean*
f4s-metrics "$DATA/fused" --check 'fusion.SSIN.mean > 0' >/dev/null
