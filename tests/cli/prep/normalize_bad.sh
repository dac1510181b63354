# A normalization that is none: 2.
#> 2
#> 2
#> 2
#? stderr *--normalize: *--normalize: *--normalize: *
for n in best range=1 range=5,1; do f4s-prep "$DATA/phantom" -o out --normalize $n >/dev/null; echo $?; done
