# A label map with halves is none: 65.
#? exit 65
#? stderr *l.nii: *
nifti t1 t1.nii; nifti seg s.nii; cp s.nii l.nii; patch_bytes l.nii 112 '\x00\x00\x00\x3f'
f4s-prep t1=t1.nii label=l.nii -o out >/dev/null
