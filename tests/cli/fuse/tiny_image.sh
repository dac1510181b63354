# Images of any size: a single pixel, a line, odd sizes.
#> 20
#> 3 3 3
nrrd "1 1 1" 20 >a.nrrd; f4s-fuse a=a.nrrd b=a.nrrd -o a --method laplacian --format none; voxels a/fused/a.nii.gz
nrrd "3 1 1" 3 3 3 >b.nrrd; f4s-fuse a=b.nrrd b=b.nrrd -o b --method laplacian --format none; voxels b/fused/b.nii.gz
