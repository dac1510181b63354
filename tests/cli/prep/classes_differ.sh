# Cases whose classes differ cannot make one dataset: 65, and --classes is offered.
#? exit 65
#? stderr f4s-prep: *: its classes are *give --classes and --regions*
nrrd "3 1 1" 0 5 9 | tee a.nrrd >b.nrrd; nrrd "3 1 1" 0 1 4 >a-l.nrrd; nrrd "3 1 1" 0 1 3 >b-l.nrrd
for i in a b; do echo "{\"schema\":\"f4s.case/1\",\"id\":\"$i\",\"images\":{\"t1\":\"$i.nrrd\"},\"label\":\"$i-l.nrrd\"}"; done >in.ndjson
f4s-prep in.ndjson -o out --volumes >/dev/null
