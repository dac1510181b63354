# A colour picture fused with itself stays what it is; with a grey one it stays a colour picture.
#> 2
#> 2
#> 0
colour_png >c.png; o='--method average --format none'; p=--normalize=none
nrrd "6 4 1" {1..24} >g.nrrd; f4s-prep g=g.nrrd -o g --slices all --brain none $p --format none
f4s-prep c=c.png -o c --brain none --format none; f4s-fuse a=c/images/c/c.png b=c/images/c/c.png -o a $o; cmp c/images/c/c.png a/fused/c.png || exit 1
f4s-fuse a=c.png b=g/images/g/g_z000.png -o b $o; for f in a/fused/c.png b/fused/c.png g/images/g/g_z000.png; do png_colour_type $f; done
