# Two orders of the voxels of one grid are one grid: nothing is resampled, and what is written is in the reference's order.
#> 1 2 3 4
#> 40 30 20 10
#> null
nrrd "4 1 1" 1 2 3 4 >a.nrrd; nrrd "4 1 1" 10 20 30 40 | LC_ALL=C sed 's/directions: (1,0,0)/directions: (-1,0,0)/; s/origin: (0,0,0)/origin: (3,0,0)/' >b.nrrd
f4s-prep a=a.nrrd b=b.nrrd -o out --register none --volumes --normalize none | cases >case
voxels out/images/a/a.nii.gz; voxels out/images/b/a.nii.gz; jq -r '.registration' case
