# --check finds an id that stands twice in records, and two ids of one file name, as f4s-prep does.
#> 65 ["x"] an earlier case has this name too
#> 65 ["a_b"] its name and that of 'a:b' are one file name, a_b
#> 65 dataset.collision
#? stderr *
nrrd "4 4 2" $(seq 32) >v.nrrd
record() { printf '{"schema":"f4s.case/1","id":"%s","images":{"t1":"v.nrrd"}}\n' "$@"; }
check() { f4s-prep --check r.ndjson --brain none >out; echo $? "$(cases out | jq -c 'select(any(.findings[]?; .severity == "error")) | [.id]')" "$(cases out | jq -r '.findings[]? | select(.severity == "error").text')"; }
record x x >r.ndjson; check; record a:b a_b >r.ndjson; check
f4s-prep r.ndjson -o o --brain none --volumes --format none --run-record run.json; echo $? "$(jq -r .error.code run.json)"
