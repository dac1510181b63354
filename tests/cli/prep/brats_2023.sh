# BraTS 2023 names and labels: -t1n, -t1c, -t2w, -t2f, -seg; the enhancing tumour is 3.
#> ["BraTS-GLI-1",["t1","t1ce","t2","flair"],{"1":"necrosis","2":"oedema","3":"enhancing"},{"WT":[1,2,3],"TC":[1,3],"ET":[3]}]
d=in/BraTS-GLI-1; mkdir -p $d; for m in t1:t1n t1ce:t1c t2:t2w flair:t2f; do cp "$DATA/phantom/phantom_0000/phantom_0000_${m%:*}.nii.gz" "$d/BraTS-GLI-1-${m#*:}.nii.gz"; done
nifti seg s.nii; (head -c 352 s.nii; tail -c +353 s.nii | tr '\4' '\3') >$d/BraTS-GLI-1-seg.nii
f4s-prep in -o out --volumes | cases | jq -c '[.id, (.images | keys_unsorted), .classes, .regions]'
