# Tables that are none, and files that are not there: each says line and rule.
#> 65 cases.table line 1: no column is a modality: it has id, label
#> 65 cases.table line 3: has 1 fields, and the heading 2
#> 65 cases.table line 3: the id 'a' occurs twice
#> 65 cases.table line 1: the column 'Label' would be a modality: wanted 'label'
#> 65 cases.table line 2: the split is 'Train': wanted train
#> 65 cases.table line 2: the split is 'validation': wanted val
#> 65 table.utf8 is not text in UTF-8: save it as such
#> 65 table.utf8 is not text in UTF-8: save it as such
#> 65 table.quote line 2: a quote is opened and not closed in the line: 'a,"a.nrrd'
#> 65 table.quote line 2: a quote is closed within a field, before 'b,a.nrrd'
#> a"x"b
#> 65 cases.table line 1: the column 'seg' would be a modality: wanted label
#> ["a"]
#> 65 split.file line 2: the split is 'training': wanted train
#> 65 table.utf8 is not text in UTF-8: save it as such
#> 65 cases.name the name 'Label' would be a modality: wanted 'label'
#> 65 cases.name the name 'gt' would be a modality: wanted label, or prediction
#> 66 input.missing no such file or folder, in the column 't1' of c.csv, line 2
#> 65 cases.table line 2: '/' gives no id: wanted one, or a file
#> "scan"
#? stderr *
code() { cat >c.csv; f4s-prep c.csv -o out --run-record r.json >/dev/null; echo $? "$(jq -r '.error.code + " " + .error.message' r.json)"; }
nrrd "3 1 1" 0 5 9 >a.nrrd
printf 'id,label\na,a.nrrd\n' | code; printf 'id,t1\na,a.nrrd\nb\n' | code; printf 'id,t1\na,a.nrrd\na,a.nrrd\n' | code
printf 'id,t1,Label\na,a.nrrd,a.nrrd\n' | code; printf 'id,t1,split\na,a.nrrd,Train\n' | code; printf 'id,t1,split\na,a.nrrd,validation\n' | code
printf 'id,t1\n\xe9,a.nrrd\n' | code; printf 'id,t1\nb,a.nrrd\n' | iconv -t UTF-16 | code
printf 'id,t1\na,"a.nrrd\n' | code; printf 'id,t1\n"a"b,a.nrrd\n' | code
printf 'id,t1\na"x"b,a.nrrd\n' >q.csv; f4s-prep q.csv -o q --volumes --brain none | cases | jq -r .id
printf 'id,t1,seg\na,a.nrrd,a.nrrd\n' | code
printf 'id,t1\ra,a.nrrd\r' >mac.csv; f4s-prep mac.csv -o m --volumes --brain none | cases | jq -c '[.id]'
split() { cat >s.csv; f4s-prep t1=a.nrrd -o out --split s.csv --run-record r.json >/dev/null; echo $? "$(jq -r '.error.code + " " + .error.message' r.json)"; }
printf 'a,train\nb,training\n' | split; printf 'a,train\n\xe9,val\n' | split
for name in Label gt; do f4s-prep t1=a.nrrd $name=a.nrrd -o out --run-record r.json >/dev/null; echo $? "$(jq -r '.error.code + " " + .error.message' r.json)"; done
printf 'id,t1\na,no.nrrd\n' | code
printf 't1\n/\n' | code
mkdir scan; printf 't1\nscan/\n' | code >/dev/null; jq .error.case r.json
