# Floors stay out of the summary but under summary.floors.NAME, where --check finds them.
#> [2,2,2,["average","copy-flair","copy-t1ce","maximum"]]
#> true
f4s-metrics "$DATA/fused" --ids '*_z01[56]' --ids '*_0000_*' >/dev/null 2>&1
f4s-metrics "$DATA/fused" --ids 'phantom_0000_z01[56]' --floors --check 'floors.average.fusion.EN.n == 2' >out || exit 1
run_record out | jq -c '[.summary.fusion.EN.n, .summary.floors.average.fusion.EN.n, .summary.floors.maximum.fusion.VIF.n + .summary.floors.maximum.fusion.VIF.n_undefined, (.summary.floors | keys)]'
f4s-metrics "$DATA/fused" --ids 'phantom_0000_z01[56]' >plain; jq -n --slurpfile a <(run_record out) --slurpfile b <(run_record plain) '($a[0].summary | del(.floors)) == $b[0].summary'
