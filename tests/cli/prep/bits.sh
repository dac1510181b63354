# --bits 16: the full scale of 16 bits.
#> 0 65535
nrrd "3 1 1" 0 10 110 >a.nrrd; f4s-prep t1=a.nrrd -o out --volumes --normalize range=10,110 --bits 16 --format none; voxels out/images/t1/a.nii.gz u2 | cut -d' ' -f1,3
