# maximum: the greatest of the sources.
#> 7 20 50 255
nrrd "4 1 1" 0 10 50 255 >a.nrrd; nrrd "4 1 1" 7 20 15 0 >b.nrrd; f4s-fuse a=a.nrrd b=b.nrrd -o out --method maximum --format none; voxels out/fused/a.nii.gz
