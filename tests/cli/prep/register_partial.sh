# A field of view that covers half of the reference's: a finding says how much, the rest is 0 and does not count in what is normalized.
#> 0 0 0 255
#> b covers 50.0 % of the grid of a: it is 0 in the rest
#> {"low":30,"high":40}
nrrd "4 1 1" 1 2 3 4 >a.nrrd; nrrd "4 1 1" 30 40 50 60 | LC_ALL=C sed 's/origin: (0,0,0)/origin: (2,0,0)/' >b.nrrd
f4s-prep a=a.nrrd b=b.nrrd -o out --register headers --volumes --normalize percentile | cases >case
voxels out/images/b/a.nii.gz; jq -r '.findings[] | select(.code == "geometry.partial_overlap").text' case; jq -c '.intensity.b | {low: (.low | round), high: (.high | round)}' case
