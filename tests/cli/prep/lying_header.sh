# A header that promises more, or impossible, voxels: 65, at once and without the memory for them.
#> 65
#> 65
#> 65
#? stderr *a.nii: *b.nii: *c.nii: *
nifti t1 a.nii; cp a.nii b.nii; cp a.nii c.nii
patch_bytes a.nii 42 '\xff\x7f\xff\x7f\xff\x7f'; patch_bytes b.nii 42 '\xff\xff'; patch_bytes c.nii 70 '\x07\x00'
for file in a.nii b.nii c.nii; do (ulimit -v 2000000; f4s-prep t1=$file -o out -j 1 >/dev/null; echo $?); done
