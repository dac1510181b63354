# --register headers: another grid is interpolated where its header puts it; nothing is registered.
#> 0 3 8 13 18 23 28 30
#> {"reference":"a","method":"headers","kept":"headers","overlap":1}
nrrd "8 1 1" 1 1 1 1 1 1 1 9 >a.nrrd
nrrd "4 1 1" 0 10 20 30 | LC_ALL=C sed 's/directions: (1,0,0)/directions: (2,0,0)/; s/origin: (0,0,0)/origin: (0.5,0,0)/' >b.nrrd
f4s-prep a=a.nrrd b=b.nrrd -o out --register headers --volumes --brain none --normalize range=0,255 | cases >case
voxels out/images/b/a.nii.gz; jq -c .registration.b case
