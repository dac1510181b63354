# --bits 16: the same on a finer scale.
#> 3855
nrrd "1 1 1" 10 >a.nrrd; nrrd "1 1 1" 20 >b.nrrd; f4s-fuse a=a.nrrd b=b.nrrd -o out --method average --bits 16 --format none; voxels out/fused/a.nii.gz u2
