# BraTS 2023: examinations of one patient are one subject; plain .nii is read as well.
#> ["BraTS-GLI-00005-000","BraTS-GLI-00005"]
#> ["BraTS-GLI-00005-001","BraTS-GLI-00005"]
for id in BraTS-GLI-00005-00{0,1}; do mkdir -p in/$id; nifti t1 in/$id/$id-t1n.nii; done
f4s-prep in -o out --volumes | cases | jq -c '[.id, .subject]'
