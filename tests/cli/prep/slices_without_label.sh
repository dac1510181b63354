# --slices label where there is no label: 65.
#? exit 65
#? stderr f4s-prep: case 'a': has no label*
nrrd "2 1 1" 0 10 >a.nrrd; f4s-prep t1=a.nrrd -o out --slices label >/dev/null
