# Regions that are none: 2.
#> 2
#> 2
#? stderr *--regions: *--regions: *
for r in WT 'WT=a'; do f4s-metrics "$DATA/fused" --regions "$r" >/dev/null; echo $?; done
