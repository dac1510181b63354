# A study without a voxel that differs from 0 has no brain: 65.
#? exit 65
#? stderr f4s-prep: case 'a': all its voxels are 0*
nrrd "2 2 1" 0 0 0 0 >a.nrrd; f4s-prep t1=a.nrrd -o out >/dev/null
