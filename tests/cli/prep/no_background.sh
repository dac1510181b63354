# A volume without background is a finding: all of it counts as brain.
#> brain.no_background
nrrd "3 1 1" 1 7 9 >a.nrrd; f4s-prep t1=a.nrrd -o out --volumes | cases | jq -r '.findings[].code'
