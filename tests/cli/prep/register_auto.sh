# --register auto: a modality whose header is off by 6 and -4 mm is found, moved and resampled; one on the reference's grid is left alone.
#> ["t2"] registration true true true true
#> geometry.resampled
nifti t2 t2.nii; for at in 268 292; do patch_bytes t2.nii $at '\x00\x00\xa8\x42'; done; for at in 272 308; do patch_bytes t2.nii $at '\x00\x00\x9e\x42'; done
study=$DATA/phantom/phantom_0000/phantom_0000
f4s-prep t1="${study}_t1.nii.gz" flair="${study}_flair.nii.gz" t2=t2.nii -o out | cases | head -1 >first
jq -r '.registration | "\(keys) \(.t2.kept) \(.t2.metric.after > .t2.metric.before) \(.t2.rotation_degrees < 0.5) \(.t2.translation_mm | (.[0] - 6 | fabs) < 0.5 and (.[1] + 4 | fabs) < 0.5 and (.[2] | fabs) < 0.5) \(.t2.modality_from_reference | (.[0][3] - 6 | fabs) < 1)"' first
jq -r '[.findings[].code] | join(" ")' first
