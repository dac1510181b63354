# Volumes: three planes and a row of slices, volumes in ml beside the reference's, Bland-Altman with the summary's numbers.
#> true
#> 3
for i in 0 1 2; do cp "$DATA/phantom/phantom_000$i/phantom_000${i}_seg.nii.gz" "ref_$i.nii.gz"; done
f4s-prep "$DATA/phantom" -o data --volumes --format none
jq -c '.prediction = .label' data/cases.ndjson | sed "s#\"\(images\|labels\|masks\)/#\"$PWD/data/\1/#g" >p.ndjson
f4s-metrics p.ndjson >scores.ndjson; f4s-report scores.ndjson -o r.html >/dev/null
python3 "$ROOT/tests/support/check_page.py" r.html
grep -q 'class="side" aria-hidden="true">R<' r.html && grep -q '>A</span>' r.html && grep -q 'The other planes' r.html && grep -q 'Bland-Altman' r.html && grep -q 'one prediction, ml\|prediction, ml' r.html && echo true
grep -c '<article' r.html
