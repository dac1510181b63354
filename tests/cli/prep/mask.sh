# The case's mask is its brain: what lies outside becomes 0.
#> 0 255 0 0
#> 0 1 1 0
nrrd "4 1 1" 50 90 10 70 >a.nrrd; nrrd "4 1 1" 0 1 1 0 >m.nrrd
f4s-prep t1=a.nrrd mask=m.nrrd -o out --volumes --normalize range=10,90 --format none; voxels out/images/t1/a.nii.gz; voxels out/masks/a.nii.gz
