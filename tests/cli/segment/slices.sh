# Each slice gets a label map of its size with the source's label values; the records gain prediction and keep all else.
#> [97,true,[{"1":"necrosis","2":"oedema","4":"enhancing"}],[{"WT":[1,2,4],"TC":[1,4],"ET":[4]}]]
#> true
#> true
make_model m.safetensors; f4s-segment "$DATA/prepared" -o out --model m.safetensors >r.ndjson
cases r.ndjson | jq -sc --arg here "$PWD" '[length, all(.prediction == "\($here)/out/labels/\(.id).png"), (map(.classes) | unique), (map(.regions) | unique)]'
cases r.ndjson | jq -c 'del(.prediction)' | diff - <(slices 97 | jq -c .) >/dev/null && echo true
run_record r.ndjson | jq --arg sha "$(sha256sum m.safetensors | cut -d' ' -f1)" '.model.sha256 == $sha and .cases.ok == 97'
size() { od -An -tu1 -j16 -N8 "$1/labels/phantom_0000_z015.png"; }
f4s-metrics r.ndjson --check 'segmentation.WT.dice.n == 97' --format none && cmp <(size out) <(size "$DATA/prepared")
