# --normalize none: levels as they are, and the background stays 0.
#> 0 1 128 255
nrrd "4 1 1" 0 1 128 255 >a.nrrd; f4s-prep t1=a.nrrd -o out --volumes --normalize none --format none; voxels out/images/t1/a.nii.gz
