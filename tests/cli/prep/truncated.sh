# A truncated NIfTI, plain or compressed: 65 with the file.
#> 65
#> 65
#> 65
#? stderr *a.nii: *c.nii: *b.nii.gz: *
nifti t1 t1.nii; head -c 50000 t1.nii >a.nii; head -c 9000 "$DATA/phantom/phantom_0000/phantom_0000_t1.nii.gz" >b.nii.gz; head -c 100 t1.nii >c.nii
for file in a.nii c.nii b.nii.gz; do f4s-prep t1=$file -o out >/dev/null; echo $?; done
