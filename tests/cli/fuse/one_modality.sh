# One modality alone cannot be fused: 65 with what was wanted.
#> 65
#> 65
#? stderr *has 1 modalities (t1): wanted 2 to 4*has 1 modalities (t1): wanted 2 to 4*
f4s-fuse "$DATA/prepared" -o a --method average --modalities t1 >/dev/null; echo $?
f4s-fuse t1="$DATA/prepared/images/t1/phantom_0000_z015.png" -o b --method average >/dev/null; echo $?
