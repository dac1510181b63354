# Several cases of one subject become sessions; two cases of one BIDS name are refused.
#> sub-phantom sub-phantom/ses-0000 sub-phantom/ses-0001
#> 65 bids.collision
f4s-prep "$DATA/phantom" -o data --ids '*_000[01]' --subject '(phantom)' --volumes --bids bids --format none
(cd bids && find . -mindepth 1 -maxdepth 2 -type d ! -name anat | sed 's,^\./,,' | LC_ALL=C sort | xargs)
p=$DATA/phantom/phantom_0000/phantom_0000_t1.nii.gz
for id in a_b a.b; do jq -nc --arg p "$p" --arg id $id '{schema: "f4s.case/1", id: $id, images: {t1: $p}}'; done >two.ndjson
f4s-prep two.ndjson -o two --volumes --bids twice -q 2>/dev/null >records; echo "$? $(run_record records | jq -r .error.code)"
