# Volumes on different grids: 65 with both.
#? exit 65
#? stderr *b.nrrd: its grid (*) is not that of a.nrrd*the sizes differ*
nrrd "2 1 1" 1 2 >a.nrrd; nrrd "3 1 1" 1 2 3 >b.nrrd; f4s-fuse a=a.nrrd b=b.nrrd -o out --method average >/dev/null
