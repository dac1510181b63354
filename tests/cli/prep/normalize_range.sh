# --normalize range=LO,HI: LO to 0, HI to 255, what lies beyond is clipped.
#> 0 0 51 255 255
nrrd "5 1 1" 5 10 30 110 200 >a.nrrd; f4s-prep t1=a.nrrd -o out --volumes --normalize range=10,110 --format none; voxels out/images/t1/a.nii.gz
