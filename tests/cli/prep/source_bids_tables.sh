# The names of a label map's classes stand in the nearest table that speaks of it, up to that of its data set.
#> {"1":"a","2":"b","4":"c"}
#> {"1":"sub","2":"b","4":"c"}
#> {"1":"desc","2":"b","4":"c"}
p=$DATA/phantom/phantom_0000/phantom_0000; d=in/derivatives/t; mkdir -p in/sub-1/anat $d/sub-1/anat
cp "${p}_t1.nii.gz" in/sub-1/anat/sub-1_T1w.nii.gz; cp "${p}_seg.nii.gz" $d/sub-1/anat/sub-1_desc-x_dseg.nii.gz
table() { printf 'index\tname\n0\tBackground\n1\t%s\n2\tb\n4\tc\n' "$2" >"$1"; }
classes() { rm -rf out; f4s-prep in -o out --volumes --brain none | cases | jq -c .classes; }
table $d/dseg.tsv a; table $d/desc-y_dseg.tsv wrong; classes
table $d/sub-1/sub-1_dseg.tsv sub; classes
table $d/sub-1/sub-1_desc-x_dseg.tsv desc; classes
