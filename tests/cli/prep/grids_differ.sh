# --register none and modalities on different grids: 65 with both files and grids; nothing is repaired.
#> 65
#> 65
#? stderr *t2.nii: its grid (*) is not that of t1.nii (*): the sizes differ*t3.nii: its grid (*) is not that of t1.nii (*): corners lie up to*
nifti t1 t1.nii; nifti t2 t2.nii; cp t2.nii t3.nii; patch_bytes t2.nii 42 '\x28\x00\x30\x00\x23\x00'; truncate -s -3840 t2.nii
patch_bytes t3.nii 292 '\x00\x00\xc8\x42'
f4s-prep t1=t1.nii t2=t2.nii -o a --register none >/dev/null; echo $?
f4s-prep t1=t1.nii t2=t3.nii -o b --register none >/dev/null; echo $?
