# An empty file and one of another kind: 65.
#> 65
#> 65
#? stderr *a.nii.gz: *b.png: *
: >a.nii.gz; echo hello >b.png
f4s-prep t1=a.nii.gz -o out >/dev/null; echo $?; f4s-prep t1=b.png -o out >/dev/null; echo $?
