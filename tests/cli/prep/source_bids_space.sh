# Derivatives as the source: a label in another space is no label of these images; other suffixes come when asked for.
#> ["sub-1",["t1","pdw"],"sub-1_space-SRI24_dseg.nii.gz"]
p=$DATA/phantom/phantom_0000/phantom_0000; mkdir -p in/sub-1/anat; f=in/sub-1/anat/sub-1
cp "${p}_t1.nii.gz" ${f}_space-SRI24_desc-preproc_T1w.nii.gz; cp "${p}_t2.nii.gz" ${f}_space-SRI24_desc-preproc_PDw.nii.gz
cp "${p}_seg.nii.gz" ${f}_space-SRI24_dseg.nii.gz; cp "${p}_seg.nii.gz" ${f}_space-MNI152_dseg.nii.gz
f4s-prep in -o out --volumes --modalities t1,pdw | cases | jq -c '[.id, (.images | keys_unsorted), (.source.label | split("/")[-1])]'
