# --size crops margins: a padded picture cropped again is the picture.
nrrd "8 8 1" {0,0,0,0,0,0,0,0} {0,0,0,0,0,0,0,0} {0,0,0,9,8,0,0,0} {0,0,7,1,2,3,0,0} {0,0,3,4,5,6,0,0} {0,0,0,0,0,0,0,0} {0,0,0,0,0,0,0,0} {0,0,0,0,0,0,0,0} >a.nrrd
nrrd "4 4 1" {0,9,8,0} {7,1,2,3} {3,4,5,6} {0,0,0,0} >b.nrrd; o='--normalize none --slices all --format none'
f4s-prep t1=a.nrrd -o a --size 4 $o && f4s-prep t1=b.nrrd -o b $o && cmp a/images/t1/a_z000.png b/images/t1/b_z000.png
