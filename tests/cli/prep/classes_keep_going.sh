# With --keep-going the case with a label of no class fails alone.
#> {"ok":1,"failed":1,"skipped":0}
#? stderr *which is no class*
for i in a b; do nrrd "3 1 1" 0 5 9 >$i.nrrd; nrrd "3 1 1" 0 1 1 >$i-l.nrrd; echo "{\"schema\":\"f4s.case/1\",\"id\":\"$i\",\"images\":{\"t1\":\"$i.nrrd\"},\"label\":\"$i-l.nrrd\"}"; done >in.ndjson
nrrd "3 1 1" 0 1 7 >b-l.nrrd
f4s-prep in.ndjson -o out --volumes --classes 1=x --keep-going | run_record | jq -c .cases
