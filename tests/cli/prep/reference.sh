# --reference: the modality whose grid all take; a name that is not there is 65.
#> [4,1,1] a
#> 65
#? stderr *has no modality 'c', the reference*
nrrd "4 1 1" 1 2 3 4 >b.nrrd; nrrd "2 1 1" 1 2 | LC_ALL=C sed 's/directions: (1,0,0)/directions: (2,0,0)/; s/origin: (0,0,0)/origin: (0.5,0,0)/' >a.nrrd
f4s-prep a=a.nrrd b=b.nrrd -o out --reference b --register headers --volumes | cases | jq -r '"\(.geometry.size | tostring) \(.registration | keys | join(" "))"'
f4s-prep a=a.nrrd b=b.nrrd -o c --reference c >/dev/null; echo $?
