# A prediction elsewhere in the world than its label: 65.
#? exit 65
#? stderr f4s-metrics: case 'p': *p.nrrd: its grid *: corners lie up to 5*
nrrd "3 1 1" 0 1 1 >l.nrrd; sed 's/origin: (0/origin: (5/' l.nrrd >p.nrrd; f4s-metrics prediction=p.nrrd label=l.nrrd >/dev/null
