# Tables that are none, and files that are not there: each says line and rule.
#> 65 cases.table line 1: no column is a modality: it has id, label
#> 65 cases.table line 3: has 1 fields, and the heading 2
#> 65 cases.table line 3: the id 'a' occurs twice
#> 66 input.missing no such file or folder, in the column 't1' of c.csv, line 2
#? stderr *
code() { cat >c.csv; f4s-prep c.csv -o out --run-record r.json >/dev/null; echo $? "$(jq -r '.error.code + " " + .error.message' r.json)"; }
nrrd "3 1 1" 0 5 9 >a.nrrd
printf 'id,label\na,a.nrrd\n' | code; printf 'id,t1\na,a.nrrd\nb\n' | code; printf 'id,t1\na,a.nrrd\na,a.nrrd\n' | code; printf 'id,t1\na,no.nrrd\n' | code
