# --bias n4 wants intensities above 0, and volumes: 65.
#> 65
#> 65
#? stderr *a.nrrd: *t1: only 1 of 4 voxels to correct are above 0*2-D image: wanted a volume*case.kinds*
nrrd "4 1 1" 0 0 0 9 >a.nrrd; f4s-prep t1=a.nrrd -o a --bias n4 --brain none >/dev/null; echo $?
f4s-prep t1="$DATA/prepared/images/t1/phantom_0000_z015.png" -o b --bias n4 >/dev/null; echo $?
