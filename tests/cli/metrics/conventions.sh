# A convention that is none: 2 with those that there are.
#> 2
#> 2
#? stderr *--convention: 'mine' is not one of cddfuse film vifb lt lt2022 zoo strict*--seg-convention: 'mine' is not one of medpy monai deepmind brats2023 panoptica transunet nnunet*
f4s-metrics "$DATA/fused" --convention mine >/dev/null; echo $?; f4s-metrics "$DATA/fused" --seg-convention mine >/dev/null; echo $?
