# Volumes that came back are compared slice by slice; slices stacked into them (--by volume) score the same.
#> true
v=$DATA/phantom; inn_model m.safetensors; f4s-prep "$v" -o all --slices all --modalities t1ce,flair --format none
f4s-fuse all -o f --model m.safetensors --latent | f4s-fuse - -o apart --model m.safetensors --decompose --decompose-from levels >slices.ndjson
f4s-metrics slices.ndjson --by volume | cases | jq -c '[.id, .metrics.decomposition]' >stacked; f4s-metrics slices.ndjson | cases >each
jq -n --slurpfile each each --slurpfile stacked stacked '[$each[] | select(.geometry.volume.id == $stacked[0][0]).metrics.decomposition.SSIM] as $ssim | ($ssim | add / length) - $stacked[0][1].SSIM | fabs < 1e-12'
