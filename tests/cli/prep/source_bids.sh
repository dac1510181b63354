# A BIDS data set: subjects with and without sessions, ce- is t1ce, label, classes and brain mask from derivatives.
#> ["sub-01","sub-01",["t1","t1ce","flair"],"sub-01_dseg.nii.gz","sub-01_desc-brain_mask.nii.gz",{"1":"necrosis","2":"oedema","4":"enhancing"}]
#> ["sub-02_ses-a","sub-02",["t1","t1ce","flair"],null,null,null]
p=$DATA/phantom/phantom_0000/phantom_0000; mkdir -p in/sub-01/anat in/sub-02/ses-a/anat in/sub-01/func in/derivatives/tumour/sub-01/anat
echo '{"Name":"x","BIDSVersion":"1.9.0"}' >in/dataset_description.json; printf 'participant_id\tage\n' >in/participants.tsv
cp "${p}_t1.nii.gz" in/sub-01/func/sub-01_task-rest_bold.nii.gz
for s in sub-01/anat/sub-01 sub-02/ses-a/anat/sub-02_ses-a; do cp "${p}_t1.nii.gz" in/${s}_T1w.nii.gz; cp "${p}_t1ce.nii.gz" in/${s}_ce-gadolinium_T1w.nii.gz; cp "${p}_flair.nii.gz" in/${s}_FLAIR.nii.gz; echo '{}' >in/${s}_T1w.json; done
d=in/derivatives/tumour; cp "${p}_seg.nii.gz" $d/sub-01/anat/sub-01_dseg.nii.gz; cp "${p}_seg.nii.gz" $d/sub-01/anat/sub-01_desc-brain_mask.nii.gz; cp "${p}_seg.nii.gz" $d/sub-01/anat/sub-01_desc-lesion_mask.nii.gz
printf 'index\tname\n0\tbackground\n1\tnecrosis\n2\toedema\n4\tenhancing\n' >$d/dseg.tsv
f4s-prep in -o out --volumes | cases | jq -c 'def name: if . then split("/")[-1] else . end; [.id, .subject, (.images | keys_unsorted), (.source.label | name), (.source.mask | name), .classes]'
