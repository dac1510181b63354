# On a terminal the bar shows by itself; --progress never keeps it away.
#> 1
#> 0
nrrd "16 16 1" {0..255} >a.nrrd
script -qec 'f4s-fuse a=a.nrrd b=a.nrrd -o x --method average --format none' /dev/null | grep -c '1/1'
script -qec 'f4s-fuse a=a.nrrd b=a.nrrd -o y --method average --format none --progress never' /dev/null | grep -c '1/1'
exit 0
