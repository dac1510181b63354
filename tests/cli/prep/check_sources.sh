# --check of what sources cannot give: several runs, twins, a training case without label; all are findings of their cases.
#> sub-1 bids.several
#> A -
#> A cases.twins
#> a nnunet.label
#? stderr *3 of 4 cases have errors*
p=$DATA/phantom/phantom_0000/phantom_0000_t1.nii.gz; mkdir -p b/sub-1/anat n/imagesTr x/A y/A
cp "$p" b/sub-1/anat/sub-1_run-1_T1w.nii.gz; cp "$p" b/sub-1/anat/sub-1_run-2_T1w.nii.gz; cp "$p" x/A/A_t1.nii.gz; cp "$p" y/A/A_t1.nii.gz; cp "$p" n/imagesTr/a_0000.nii.gz
echo '{"channel_names":{"0":"T1"},"labels":{"background":0,"x":1},"file_ending":".nii.gz"}' >n/dataset.json
f4s-prep --check b x y n --modalities t1 | cases | jq -r '"\(.id) \(.findings // [{code: "-"}] | map(select(.code != "case.modality").code) | join(" "))"'
