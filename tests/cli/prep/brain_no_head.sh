# --brain builtin on a volume without a head: 65 with the case.
#? exit 65
#? stderr f4s-prep: *case 'a': *no head*brain.no_head*
nrrd "4 1 1" 50 90 10 70 >a.nrrd; f4s-prep t1=a.nrrd -o out --brain builtin --volumes >/dev/null
