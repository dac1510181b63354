# --check of cases whose labels mean different things, which the run refuses; --classes makes them one.
#> 65 dataset.classes [["1","2","4"],["1","2","3"]]
#> 0 null
#? stderr f4s-prep: case 'B': *: BraTS's enhancing tumour is 3 here and 4 in case 'A': they are not one data set; give --classes '1=necrosis 2=oedema 3=enhancing 4=enhancing' --regions 'WT=1,2,3,4 TC=1,3,4 ET=3,4'*
nrrd "4 1 1" 0 5 9 7 >a.nrrd; nrrd "4 1 1" 0 1 4 2 >b.nrrd; nrrd "4 1 1" 0 1 3 2 >c.nrrd
printf '{"schema":"f4s.case/1","id":"%s","images":{"t1":"a.nrrd"},"label":"%s.nrrd"}\n' A b B c >in.ndjson
code() { f4s-prep --check in.ndjson --format none --run-record r.json "$@"; echo $? "$(jq -r '.error.code // ""' r.json)$(jq -r ' " " + (.summary.classes | map(.classes | keys) | sort | reverse | tojson)' r.json 2>/dev/null || echo null)"; }
code; code --classes '1=a 2=d 3=b 4=c' --regions 'all=1,3,4'
