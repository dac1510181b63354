# Padding gets the least value that is none, and 0 where nothing is negative; both are findings.  Its value may
# need more bits than those of numbers have.
#> dicom.padding -1020
#> dicom.padding 0
#> dicom.padding 3 voxels
#> dicom.padding 3 voxels
make_dicom ct bits=8 size=4,4,3 intercept=-1024 slope=1 set=0028,0120:0; make_dicom mr bits=8 size=4,4,3 set=0028,0120:0
make_dicom more bits=12 size=4,4,3 whole=5:63536 set=0028,0120:63536; make_dicom sign bits=12 size=4,4,3 signed=1 whole=5:32768 set=0028,0120:32768
for s in ct mr; do f4s-prep a=$s -o o-$s --volumes --brain none | cases | jq -r '.findings[] | "\(.code) \(.text | capture("became (?<v>[-0-9]+)").v)"'; done
for s in more sign; do f4s-prep a=$s -o o-$s --volumes --brain none | cases | jq -r '.findings[] | select(.code | startswith("dicom.")) | "\(.code) \(.text | capture("(?<v>[0-9]+ voxels)").v)"'; done
