# The case's mask is its brain: what lies outside becomes 0; several values in it, as of a label map, are said.
#> 0 255 0 0
#> 0 1 1 0
#> []
#> ["m2.nrrd holds the values 1, 2, 4: a mask is wherever it is not 0"]
nrrd "4 1 1" 50 90 10 70 >a.nrrd; nrrd "4 1 1" 0 1 1 0 >m.nrrd; nrrd "4 1 1" 1 2 4 0 >m2.nrrd
f4s-prep t1=a.nrrd mask=m.nrrd -o out --volumes --normalize range=10,90 --format none; voxels out/images/t1/a.nii.gz; voxels out/masks/a.nii.gz
for m in m m2; do f4s-prep t1=a.nrrd mask=$m.nrrd -o $m --volumes --normalize range=10,90 | cases | jq -c '[.findings[]? | select(.code == "mask.values") | .text]'; done
