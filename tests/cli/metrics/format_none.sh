# --format none: nothing but the exit code.
#> 0
#? stderr f4s-metrics: check *not met*
f4s-metrics "$DATA/fused" --format none --check 'fusion.EN.mean < 0' | wc -c; exit "${PIPESTATUS[1]}"
