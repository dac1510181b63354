# Label maps that programs made are no reference: the suite's own predictions, tissues; one that people drew says where it is from.
#> [false,"bids.label"]
#> [false,"bids.label"]
#> [true,"bids.label"]
p=$DATA/phantom/phantom_0000/phantom_0000; mkdir -p in/sub-01/anat; echo '{"Name":"x","BIDSVersion":"1.9.0"}' >in/dataset_description.json
cp "${p}_t1.nii.gz" in/sub-01/anat/sub-01_T1w.nii.gz; cp "${p}_flair.nii.gz" in/sub-01/anat/sub-01_FLAIR.nii.gz
label() { # PIPELINE ENTITIES
  mkdir -p "in/derivatives/$1/sub-01/anat"; cp "${p}_seg.nii.gz" "in/derivatives/$1/sub-01/anat/sub-01_$2dseg.nii.gz"
  f4s-prep in -o "out-$1" --volumes | cases | jq -c '[has("label"), (.findings[]?.code | select(startswith("bids")))]'; rm -r in/derivatives
}
label any desc-predicted_; label fmriprep ''; label raters ''
