# --compare: paired differences, their interval, p and how often this run wins, from the records themselves.
f4s-fuse "$DATA/prepared" -o avg --method average --modalities t1ce,flair --format none; f4s-metrics avg >avg.ndjson
f4s-metrics "$DATA/fused" --compare avg.ndjson >out
jq -s '[.[] | .metrics.fusion.Qabf // empty]' avg.ndjson >there; cases out | jq -s '[.[].metrics.fusion.Qabf]' >here
run_record out | holds --slurpfile h here --slurpfile t there '([$h[0], $t[0]] | transpose | map(.[0] - .[1])) as $d | .summary.compare.fusion.Qabf | .n == 97 and .n_subjects == 3 and
  (.mean_difference - ($d | add / length) | fabs) < 1e-12 and .ci95[0] <= .mean_difference and .ci95[1] >= .mean_difference and .median_difference == ($d | sort | .[48]) and
  .wins == ($d | map(select(. > 0)) | length) and .losses == ($d | map(select(. < 0)) | length) and .ties == 97 - .wins - .losses and .p > 0 and .p <= 1'
