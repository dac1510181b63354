# A study with two files for one modality: 65 with both, whichever the folder lists first.
#? exit 65
#? stderr f4s-prep: case 'A': */A_t1.nii.gz: means the same as A_t1.nii: which of the two is meant?*
mkdir -p in/A; nifti t1 in/A/A_t1.nii; gzip -k in/A/A_t1.nii; f4s-prep in -o out >/dev/null
