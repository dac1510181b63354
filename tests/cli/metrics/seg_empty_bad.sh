# A rule for empty masks that is none: 2 with those that there are.
#? exit 2
#? stderr *--empty: 'zero' is not one of convention null brats2021 brats2023 transunet*
f4s-metrics "$DATA/fused" --empty zero
