# --classes and --regions say what labels mean; the values stay as they are on disk.
#> {"1":"a","200":"b"} {"ALL":[1,200]} 0 1 200
nrrd "3 1 1" 0 5 9 >a.nrrd; nrrd "3 1 1" 0 1 200 >l.nrrd
echo "$(f4s-prep t1=a.nrrd label=l.nrrd -o out --volumes --classes '1=a 200=b' --regions 'ALL=1,200' | cases | jq -r '"\(.classes) \(.regions)"')" "$(voxels out/labels/a.nii.gz)"
