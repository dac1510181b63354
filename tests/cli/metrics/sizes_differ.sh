# A prediction of another size than its label: 65 with both.
#? exit 65
#? stderr f4s-metrics: case 'p': *p.nrrd: is 4x1x1, its reference 3x1x1*
nrrd "3 1 1" 0 1 1 >l.nrrd; nrrd "4 1 1" 0 1 1 0 >p.nrrd; f4s-metrics prediction=p.nrrd label=l.nrrd >/dev/null
