# Ids and names of files of 40,000 characters: no crash, whatever a regular expression does with them.
#> 0 0 65 prep.subject
#? stderr *
nrrd "4 4 2" $(seq 32) >v.nrrd; long=$(printf 'a%.0s' {1..40000})
record() { printf '{"schema":"f4s.case/1","id":"%s","images":{"t1":"v.nrrd"}%s}\n' "$1" "$2" >r.ndjson; }
record "BRATS_001_$long" ""; f4s-prep --check r.ndjson --format none --brain none; a=$?
record "$long" ''; f4s-prep --check r.ndjson --format none --brain none; b=$?
f4s-prep r.ndjson -o o --brain none --volumes --subject '(.*)' --format none --run-record run.json; echo $a $b $? "$(jq -r .error.code run.json)"
