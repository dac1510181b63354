# A copy of one source: that source's part is perfect, and the weakest tells of the other.
p=$DATA/prepared/images; f4s-metrics t1="$p/t1/phantom_0000_z015.png" t2="$p/t2/phantom_0000_z015.png" fused="$p/t1/phantom_0000_z015.png" |
  cases | holds '.metrics.fusion | (.per_source.t1.SSIM - 1 | fabs) < 1e-9 and .weakest.SSIM == .per_source.t2.SSIM and .weakest.SSIM < 0.99'
