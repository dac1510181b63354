# f4s info of NRRD, and the findings of a NIfTI header that leaves its grid open.
#> ["NRRD",[2,1,1],"RAS","uint8",[7,9]]
#> finding
#> geometry.orientation_assumed
nrrd "2 1 1" 7 9 >a.nrrd
f4s info a.nrrd --format ndjson | jq -c '[.format, .size, .orientation, .type, (.range | map(floor))]'
nifti t1 a.nii; patch_bytes a.nii 252 '\x00\x00\x00\x00'
f4s info a.nii | sed -n 's/^finding[s]* .*info: .*/finding/p'
f4s info a.nii --format ndjson | jq -r '.findings[].code'
