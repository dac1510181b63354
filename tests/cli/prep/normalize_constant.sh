# A modality that is constant within the brain is a finding, not an error.
#> intensity.constant
nrrd "3 1 1" 0 7 7 >a.nrrd; f4s-prep t1=a.nrrd -o out --volumes | cases | jq -r '.findings[].code'
