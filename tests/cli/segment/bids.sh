# --bids: predicted label maps as a BIDS derivative, their classes named beside them.
#> sub-phantom0000_desc-predicted_dseg.json sub-phantom0000_desc-predicted_dseg.nii.gz sub-phantom0000_desc-predicted_dseg.tsv
#> index name color
#> 4
make_model m.safetensors
f4s-segment "$DATA/prepared" -o v --ids '*_0000_*' --model m.safetensors --volumes --bids bids --format none
(cd bids/sub-phantom0000/anat && printf "%s\n" * | xargs); head -n 1 bids/sub-*/anat/*.tsv | xargs; wc -l <bids/sub-*/anat/*.tsv
cmp bids/sub-*/anat/*dseg.nii.gz v/labels/phantom_0000.nii.gz
