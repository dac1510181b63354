# Fields of view beside each other: 65 that names both files.
#? exit 65
#? stderr *b.nrrd: its field of view (4x1x1 voxels of 1x1x1 mm) has no voxel in common with that of a.nrrd*
nrrd "4 1 1" 1 2 3 4 >a.nrrd; LC_ALL=C sed 's/origin: (0,0,0)/origin: (9,0,0)/' a.nrrd >b.nrrd
f4s-prep a=a.nrrd b=b.nrrd -o out >/dev/null
