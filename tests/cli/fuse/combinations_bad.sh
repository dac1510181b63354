# A combination of 1 or 5: 2; of more than there are: 65.
#> 2
#> 2
#> 65
#? stderr *'1' is not one of 2 3 4*'5' is not one of 2 3 4*no combination of 4*
for n in 1 5; do f4s-fuse "$DATA/prepared" -o out --method average --combinations $n >/dev/null; echo $?; done
f4s-fuse "$DATA/prepared" -o out --method average --modalities t1,t2,flair --combinations 4 >/dev/null; echo $?
