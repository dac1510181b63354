# --brain none: everything counts, zeros too.
#> 128 255
nrrd "2 1 1" 0 10 >a.nrrd; f4s-prep t1=a.nrrd -o out --volumes --brain none --normalize range=-10,10 --format none; voxels out/images/t1/a.nii.gz
