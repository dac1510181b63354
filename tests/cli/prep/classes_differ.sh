# BraTS's labels of two kinds cannot make one dataset: 65 before anything is prepared, with the flags that do it; they do.
#> 65 no
#> 2 ["enhancing","enhancing","necrosis","oedema"]
#? stderr f4s-prep: case 'b': *b-l.nrrd: BraTS's enhancing tumour is 3 here and 4 in case 'a': *; give --classes '1=necrosis 2=oedema 3=enhancing 4=enhancing' --regions 'WT=1,2,3,4 TC=1,3,4 ET=3,4'*
nrrd "4 1 1" 0 5 9 7 | tee a.nrrd >b.nrrd; nrrd "4 1 1" 0 1 2 4 >a-l.nrrd; nrrd "4 1 1" 3 1 2 0 >b-l.nrrd
for i in a b; do echo "{\"schema\":\"f4s.case/1\",\"id\":\"$i\",\"images\":{\"t1\":\"$i.nrrd\"},\"label\":\"$i-l.nrrd\"}"; done >in.ndjson
f4s-prep in.ndjson -o out --volumes >/dev/null 2>err; echo $? "$([[ -e out ]] && echo yes || echo no)"; cat err >&2
eval "f4s-prep in.ndjson -o out --volumes $(sed 's/.*; give //; s/ .[a-z.]*.$//' err)" | cases | jq -s -r '"\(length) \(.[0].classes | map(.) | sort | tojson)"'
