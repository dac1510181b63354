# --skip-existing sees that a file of a series changed.
#> true
make_dicom s; f4s-prep t1=s -o out --volumes --brain none --format none; before=$(times out; stat -c %Y-%i out/images/t1/*)
f4s-prep t1=s -o out --volumes --brain none --skip-existing --format none; same=$(times out; stat -c %Y-%i out/images/t1/*)
make_dicom s slope=3,1,1; f4s-prep t1=s -o out --volumes --brain none --skip-existing --format none; after=$(times out; stat -c %Y-%i out/images/t1/*)
[[ $before = "$same" && $same != "$after" ]] && echo true
