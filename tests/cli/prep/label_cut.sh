# Labelled voxels that the slices do not have are counted: beyond --size, and where there is hardly any brain.
#> of 8 labelled voxels of its volume 4 are in its slices
#> of 4 labelled pixels 2 are within --size
#> null
z=$(printf "0 %.0s" {1..18}); nrrd "6 4 2" {1..48} >a.nrrd
# shellcheck disable=SC2086 # words
nrrd "6 4 2" 1 1 1 0 0 1 $z 1 1 1 0 0 1 $z >l.nrrd
text() { jq -r '[.findings[]? | select(.code == "label.cut").text][0]' | sort -u | sed 's/: the others.*//'; }
f4s-prep t1=a.nrrd label=l.nrrd -o cut --brain none --size 4 --slices all --classes 1=x | cases | text
grey_png "6 1" 1 0 1 1 0 1 >l.png; grey_png "6 1" {1..6} >a.png; f4s-prep t1=a.png label=l.png -o p --brain none --size 4 --slices all --classes 1=x | cases | text
f4s-prep t1=a.nrrd label=l.nrrd -o whole --brain none --slices all --classes 1=x | cases | text
