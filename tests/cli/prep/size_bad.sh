# A size that is none: 2.
#> 2
#> 2
#? stderr *--size: *--size: *
for s in 0 3.5; do f4s-prep "$DATA/phantom" -o out --size $s >/dev/null; echo $?; done
