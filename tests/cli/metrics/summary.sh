# The summary's leaf: n, mean, sd with n-1, median, least, greatest, from the records' own values.
f4s-metrics "$DATA/fused" >out; cases out | jq -s '[.[].metrics.fusion.EN]' >values
run_record out | holds --slurpfile v values '$v[0] as $v | .summary.fusion.EN | . as $s | ($v | add / length) as $m | $s.n == ($v | length) and ($s.mean - $m | fabs) < 1e-12 and
  (($v | map((. - $m) * (. - $m)) | add / (length - 1) | sqrt) - $s.sd | fabs) < 1e-9 and $s.min == ($v | min) and $s.max == ($v | max) and $s.ci95[0] < $m and $s.ci95[1] > $m and $s.median == ($v | sort | .[48])'
