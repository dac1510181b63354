# A class called ignore is ignored wherever it is told; commas part --classes.
#> {"1":"core","2":"edema"} [4]
#> {"1":"core","2":"edema"} [4]
#> {"1":"core","2":"edema"} [4]
#> {"1":0.001,"2":0.001,"edge":0.001,"tumor":0.002}
#> 65 label.names
#? stderr *
nrrd "4 1 1" 0 5 9 7 >a.nrrd; nrrd "4 1 1" 0 1 2 4 >l.nrrd
shown() { cases | jq -r '"\(.classes | tojson) \(.ignore | tojson)"'; }
f4s-prep t1=a.nrrd label=l.nrrd -o o1 --volumes --brain none --classes '1=core, 2=edema,4=ignore' | shown
segments() { local head; head=$(nrrd "4 1 1" 0 1 2 4 | head -7 | sed '/^$/d'); { printf '%s\n' "$head"; for s in "$@"; do IFS=: read -r i v n <<<"$s"; printf 'Segment%s_LabelValue:=%s\nSegment%s_Name:=%s\n' "$i" "$v" "$i" "$n"; done; printf '\n\0\1\2\4'; }; }
segments 0:1:core 1:2:edema 2:4:Ignore >s.seg.nrrd; f4s-prep t1=a.nrrd label=s.seg.nrrd -o o2 --volumes --brain none | shown
printf '{"schema":"f4s.case/1","id":"a","images":{"t1":"a.nrrd"},"label":"l.nrrd","classes":{"1":"core","2":"edema","4":"ignore "}}' >r.ndjson
f4s-prep r.ndjson -o o3 --volumes --brain none | shown
# Two classes of one name are one volume; one called as a region of other values is refused.
segments 0:1:tumor 1:2:tumor 2:4:edge >t.seg.nrrd; f4s-metrics label=t.seg.nrrd prediction=t.seg.nrrd | cases | jq -c '.metrics.volumes | map_values(.reference_ml)'
f4s-prep t1=a.nrrd label=l.nrrd -o o4 --volumes --brain none --classes '1=WT 2=b 4=c' --regions 'WT=1,2' --format none --run-record r.json; echo $? "$(jq -r .error.code r.json)"
