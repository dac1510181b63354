# A spacing that is none: 2.
#> 2
#> 2
#? stderr *--spacing: *--spacing: *
for s in 1,1 0,1,1; do f4s-prep "$DATA/phantom" -o out --spacing $s >/dev/null; echo $?; done
