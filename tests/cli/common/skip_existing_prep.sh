# f4s-prep --skip-existing: a study whose file changed is prepared again, the other kept.
#> {"phantom_0000":false,"phantom_0001":true}
cp -r "$DATA/phantom/phantom_000"[01] . && mkdir in && mv phantom_000* in
f4s-prep in -o out --slices label --modalities t1 --format none; times out >before
cp in/phantom_0001/phantom_0001_t2.nii.gz in/phantom_0001/phantom_0001_t1.nii.gz
f4s-prep in -o out --slices label --modalities t1 --skip-existing --format none
changed=$(diff before <(times out) | grep '^>')
jq -cn --arg c "$changed" '{phantom_0000: ($c | contains("phantom_0000")), phantom_0001: ($c | contains("phantom_0001"))}'
