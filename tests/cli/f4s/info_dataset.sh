# f4s info of a dataset says what it holds, from its folder and from its dataset.json; of an unfinished one how many are done.
#> ["dataset","f4s-prep",97,3,["t1","t1ce","t2","flair"],{"test":32,"train":32,"val":33},[40,48]]
#> ["unfinished dataset",97]
cp -r "$DATA/prepared" data
f4s info data --format ndjson | jq -c '[.kind, (.made_by | sub(" .*"; "")), .cases, .subjects, .modalities, .splits, .size]'
cmp <(f4s info data | tail -n +2) <(f4s info data/dataset.json | tail -n +2) || exit 1
f4s info data | grep -qxE 'regions +WT 1 2 4, TC 1 4, ET 4' || exit 1
rm data/dataset.json
f4s info data --format ndjson | jq -c '[.kind, .cases_done]'
