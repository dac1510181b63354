# A label on another grid takes the nearest voxel, and a finding says so; --register none refuses it.
#> 2 2 0 0 1 1 0 0
#> label.resampled
#> 65
#? stderr *seg.nrrd: its grid*is not that of a.nrrd*
nrrd "8 1 1" 1 2 3 4 5 6 7 8 >a.nrrd
nrrd "4 1 1" 2 0 1 0 | LC_ALL=C sed 's/directions: (1,0,0)/directions: (2,0,0)/; s/origin: (0,0,0)/origin: (0.5,0,0)/' >seg.nrrd
f4s-prep a=a.nrrd label=seg.nrrd -o out --brain none --volumes --classes '1=x 2=y' | cases >case
voxels out/labels/a.nii.gz; jq -r '[.findings[].code] | join(" ")' case
f4s-prep a=a.nrrd label=seg.nrrd -o b --register none --classes '1=x 2=y' >/dev/null; echo $?
