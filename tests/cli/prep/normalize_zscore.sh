# --normalize zscore: the brain's mean becomes the middle, 4 standard deviations full scale; outside stays 0.
#> 0 96 159
nrrd "3 1 1" 0 10 20 >a.nrrd; f4s-prep t1=a.nrrd -o out --volumes --normalize zscore --format none; voxels out/images/t1/a.nii.gz
