# A CSV or TSV of cases: id, subject, split, label, and a column a modality, relative to the table; an empty field is absent.
#> a_1 A train ["t1","dwi"] l.nrrd
#> b_1 B test ["t1"] null
#> a_1 A train
#> b_1 B test
mkdir d; for f in a b w; do nrrd "3 1 1" 0 5 9 >d/$f.nrrd; done; nrrd "3 1 1" 0 1 1 >d/l.nrrd
printf 'id,subject,split,t1,dwi,label\r\na_1,A,train,a.nrrd,"w.nrrd",l.nrrd\r\nb_1,B,test,b.nrrd,,\r\n' >d/cases.csv; tr ',' '\t' <d/cases.csv >d/cases.tsv
f4s-prep d/cases.csv -o out --volumes --missing zero | cases | jq -r '"\(.id) \(.subject) \(.split) \(.source | keys_unsorted | map(select(. != "label")) | tojson) \(.source.label // null | if . then split("/")[-1] else . end)"'
f4s-prep d/cases.tsv -o out2 --volumes --modalities t1 | cases | jq -r '"\(.id) \(.subject) \(.split)"'
