# average: the mean of the sources, rounded.
#> 0 15 100 255
nrrd "4 1 1" 0 10 50 255 >a.nrrd; nrrd "4 1 1" 0 20 150 255 >b.nrrd; f4s-fuse a=a.nrrd b=b.nrrd -o out --method average --format none; voxels out/fused/a.nii.gz
