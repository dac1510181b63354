# A damaged volume is refused by f4s info as by the other programs.
#? exit 65
#? stderr f4s: t.nii.gz: *nifti.truncated*
head -c 3000 "$DATA/phantom/phantom_0000/phantom_0000_t1.nii.gz" >t.nii.gz
f4s info t.nii.gz
