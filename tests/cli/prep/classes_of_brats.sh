# BraTS's meaning: one volume with 1, 2 and 4 says it for all; so does the name of a study, but not _seg alone.
#> a ["enhancing","necrosis","oedema"] ["ET","TC","WT"]
#> b ["enhancing","necrosis","oedema"] ["ET","TC","WT"]
#> BraTS-7 ["enhancing","necrosis","oedema"] ["ET","TC","WT"]
#> p7 ["label 1"] []
#? stderr *warning: no case of the training split has label 2 *
show() { cases | jq -r '"\(.id) \(.classes | map(.) | sort | tojson) \(.regions | keys | tojson)"'; }
nrrd "4 1 1" 0 5 9 7 | tee a.nrrd >b.nrrd; nrrd "4 1 1" 0 1 2 4 >a-l.nrrd; nrrd "4 1 1" 0 1 1 0 >b-l.nrrd
for i in a b; do echo "{\"schema\":\"f4s.case/1\",\"id\":\"$i\",\"images\":{\"t1\":\"$i.nrrd\"},\"label\":\"$i-l.nrrd\"}"; done >in.ndjson
f4s-prep in.ndjson -o out --volumes | show
for id in BraTS-7 p7; do mkdir -p $id/$id; cp a.nrrd $id/$id/${id}_t1.nrrd; cp b-l.nrrd $id/$id/${id}_seg.nrrd; f4s-prep $id -o out-$id --volumes | show; done
