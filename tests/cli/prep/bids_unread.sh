# Files of a BIDS examination that are not read, for their names or places, are said; of programs' derivatives there is no word.
#> bids.name: sub-01_FLAIR_roi.nii is not read: wanted names as sub-X_KEY-VALUE_SUFFIX.nii.gz
#> bids.label: derivatives/sub-01/sub-01_msk.nii, derivatives/manual/sub-01/sub-01_dseg.nii are not taken as a label map: wanted derivatives/NAME/sub-X/anat/sub-X_dseg.nii.gz
nifti t1 v.nii; put() { mkdir -p "$(dirname "$1")"; cp v.nii "$1"; }
put in/sub-01/anat/sub-01_T1w.nii; put in/sub-01/anat/sub-01_FLAIR_roi.nii; put in/derivatives/sub-01/sub-01_msk.nii
put in/derivatives/manual/sub-01/sub-01_dseg.nii; put in/derivatives/freesurfer/sub-01/brain.nii
f4s-prep in -o o --brain none --volumes | cases | jq -r '.findings[] | select(.code | startswith("bids")) | "\(.code): \(.text)"'
