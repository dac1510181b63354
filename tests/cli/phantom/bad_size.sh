# Sizes and spacings have their ranges: exit 2.
#> 2
#> 2
#> 2
#? stderr f4s-phantom: *8*f4s-phantom: *f4s-phantom: *
f4s-phantom -o out --size 8,16,16 >/dev/null; echo $?
f4s-phantom -o out --size 16,16 >/dev/null; echo $?
f4s-phantom -o out --spacing 0.1,1,1 >/dev/null; echo $?
