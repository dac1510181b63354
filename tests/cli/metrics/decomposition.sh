# What came back out of a fused image is compared with what was fused: all the same with its latent planes, not without.
#> [1,null,1,"identical_images"]
#> true
inn_model m.safetensors; f4s-fuse "$DATA/prepared" -o out --model m.safetensors --latent >fused
f4s-fuse - -o apart --model m.safetensors --decompose <fused | f4s-metrics - --check 'decomposition.per_source.flair.equal.min == 1' >exact || exit 1
jq -c 'select(.schema == "f4s.run/1").summary.decomposition | [.equal.mean, .PSNR.mean, .SSIM.mean]' exact | jq -c --arg why "$(cases exact | jq -r '.metrics.undefined."decomposition.per_source.t1ce.PSNR"' | sort -u)" '. + [$why]'
f4s-fuse - -o alone --model m.safetensors --decompose --decompose-from fused <fused | f4s-metrics - | jq -c 'select(.schema == "f4s.run/1").summary.decomposition | .PSNR.mean > 5 and .PSNR.mean < 60 and .equal.mean < 1 and (.per_source | keys) == ["flair", "t1ce"]'
