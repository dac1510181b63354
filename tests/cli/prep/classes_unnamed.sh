# A label that nobody names is "label 1", no tumour: no regions of BraTS's, and a finding that names --classes.
#> {"1":"label 1","2":"label 2"} {} ["label.meaning","info"]
#> {"1":"label 1","2":"label 2"} {} ["label.meaning","info"]
#> {"1":"label 1","2":"label 2"} {}
#> {"1":"lesion","2":"gland"} {"all":[1,2]} [null,null]
nrrd "3 1 1" 0 5 9 | tee a.nrrd >b.nrrd; nrrd "3 1 1" 0 1 1 >a-l.nrrd; nrrd "3 1 1" 0 2 1 >b-l.nrrd
for i in a b; do echo "{\"schema\":\"f4s.case/1\",\"id\":\"$i\",\"images\":{\"t1\":\"$i.nrrd\"},\"label\":\"$i-l.nrrd\"}"; done >in.ndjson
show() { cases | jq -r '"\(.classes | tojson) \(.regions | tojson) \([(.findings // [])[] | select(.code == "label.meaning")][0] | [.code, .severity] | tojson)"'; }
f4s-prep in.ndjson -o out --volumes | show; jq -r '"\(.classes | tojson) \(.regions | tojson)"' out/dataset.json
[[ $(jq -r '.findings[].text' out/cases.ndjson | head -1) == *"--classes '1=NAME 2=NAME'"* ]] || exit
f4s-prep in.ndjson -o named --volumes --classes '1=lesion 2=gland' --regions all=1,2 --ids a | show
