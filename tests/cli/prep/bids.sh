# --bids: the volumes once more as a BIDS derivative; f4s-fuse adds what it fused; the files are the dataset's own.
#> dataset_description.json
#> sub-phantom0000/anat/sub-phantom0000_ce-gadolinium_desc-fusedT1ceFlair_T1w.nii.gz
#> sub-phantom0000/anat/sub-phantom0000_ce-gadolinium_desc-fused_T1w.nii.gz
#> sub-phantom0000/anat/sub-phantom0000_ce-gadolinium_desc-preproc_T1w.nii.gz
#> sub-phantom0000/anat/sub-phantom0000_desc-brain_mask.nii.gz
#> sub-phantom0000/anat/sub-phantom0000_desc-preproc_FLAIR.nii.gz
#> sub-phantom0000/anat/sub-phantom0000_desc-reference_dseg.nii.gz
#> sub-phantom0000/anat/sub-phantom0000_desc-reference_dseg.tsv
#> {"Type":"Brain"} {"FusedFrom":["t1ce","flair"],"SkullStripped":true}
f4s-prep "$DATA/phantom" -o data --ids '*_0000' --modalities t1ce,flair --volumes --bids bids --format none
f4s-fuse data -o one --method average --bids bids --format none
f4s-fuse data -o pairs --method maximum --combinations 2 --bids bids --format none
(cd bids && find . -name '*.nii.gz' -o -name '*.tsv' -o -name 'dataset_*' | sed 's,^\./,,' | LC_ALL=C sort)
echo "$(jq -c '{Type}' bids/sub-*/anat/*_mask.json) $(jq -c '{FusedFrom, SkullStripped}' bids/sub-*/anat/*fused_T1w.json)"
cmp bids/sub-*/anat/*fused_T1w.nii.gz one/fused/phantom_0000.nii.gz
cmp bids/sub-*/anat/*_desc-preproc_FLAIR.nii.gz data/images/flair/phantom_0000.nii.gz
