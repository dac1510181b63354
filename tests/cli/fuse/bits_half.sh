# 16 bits keep the half that 8 bits round away.
#> 2699
#> 11
nrrd "1 1 1" 10 >a.nrrd; nrrd "1 1 1" 11 >b.nrrd
for bits in 16:u2 8:u1; do f4s-fuse a=a.nrrd b=b.nrrd -o out${bits%:*} --method average --bits ${bits%:*} --format none; voxels out${bits%:*}/fused/a.nii.gz ${bits#*:}; done
