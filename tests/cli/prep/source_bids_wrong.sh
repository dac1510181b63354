# BIDS gone wrong: a name that is not its folder's, tables that are none, a label map of another kind, no entity.
#> 65 bids.name
#> 65 bids.table
#> 65 bids.table
#> 65 bids.table
#> ["sub-1_label-lesion_mask.nii.gz is not taken as a label map: wanted a dseg in the space of the images"]
#> 65 bids.none
#> 2
#? stderr *
p=$DATA/phantom/phantom_0000/phantom_0000; s() { mkdir -p "$1/sub-1/anat"; cp "${p}_$3.nii.gz" "$1/sub-1/anat/$2"; }
code() { f4s-prep "$@" --run-record r.json >/dev/null; echo $? "$(jq -r .error.code r.json)"; }
s a sub-2_T1w.nii.gz t1; code a -o oa
s b sub-1_T1w.nii.gz t1; s b sub-1_dseg.nii.gz seg; printf 'index\tname\n1.5\tx\n' >b/sub-1/anat/sub-1_dseg.tsv; code b -o ob
printf 'index\tname\n1\tx\n1\ty\n2\tz\n4\tw\n' >b/sub-1/anat/sub-1_dseg.tsv; code b -o ob
printf 'index\tname\tname\n1\tx\ty\n2\ty\tx\n4\tz\tz\n' >b/sub-1/anat/sub-1_dseg.tsv; code b -o ob
s d sub-1_T1w.nii.gz t1; s d sub-1_label-lesion_mask.nii.gz seg; f4s-prep d -o oe --volumes --brain none | cases | jq -c '[.findings[]? | select(.code == "bids.label") | .text]'
s c sub-1_bold.nii.gz t1; code c -o oc
f4s-prep b -o od --entities run >/dev/null; echo $?
