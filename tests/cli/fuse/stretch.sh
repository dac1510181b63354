# --stretch image: the least value to 0, the greatest to full scale; none leaves the levels alone.
#> 0 128 255
#> 10 20 30
nrrd "3 1 1" 10 20 30 >a.nrrd
for s in image none; do f4s-fuse a=a.nrrd b=a.nrrd -o $s --method average --stretch $s --format none; voxels $s/fused/a.nii.gz; done
