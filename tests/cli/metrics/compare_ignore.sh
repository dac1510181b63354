# --compare and --table refuse runs that ignored other values, and of other regions of one name, or grouped otherwise.
#> 65 compare.settings
#> 65 table.settings
#> 65 table.settings
#> 65 table.settings
nrrd "4 1 1" 0 1 1 2 >l.nrrd; nrrd "4 1 1" 0 0 1 2 >p.nrrd; m() { f4s-metrics prediction=p.nrrd label=l.nrrd "$@" --run-record r.json; }
m --regions A=1 >a.ndjson; m --regions A=1 --ignore 2 >i.ndjson; m --regions A=1,2 >o.ndjson
code() { "$@" >/dev/null 2>&1; echo "$? $(jq -r .error.code r.json)"; }
code m --regions A=1 --compare i.ndjson
table() { f4s-metrics --table "$@" --run-record r.json; }
code table a=a.ndjson i=i.ndjson; code table a=a.ndjson o=o.ndjson
f4s-metrics "$DATA/fused" --split val >s.ndjson; f4s-metrics "$DATA/fused" --split val --by subject >b.ndjson; code table s=s.ndjson b=b.ndjson
