# Padding gets the least value that is none, and 0 where nothing is negative; both are findings.
#> dicom.padding -1020
#> dicom.padding 0
make_dicom ct bits=8 size=4,4,3 intercept=-1024 slope=1 set=0028,0120:0; make_dicom mr bits=8 size=4,4,3 set=0028,0120:0
for s in ct mr; do f4s-prep a=$s -o o-$s --volumes --brain none | cases | jq -r '.findings[] | "\(.code) \(.text | capture("became (?<v>[-0-9]+)").v)"'; done
