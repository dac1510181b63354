# A table's columns of ages, sexes and sites name no files, and are passed over with a word; --ids does not change who is in which split.
#> ["t1"] age, sex, site are columns of no files: passed over
#> same
#? stderr *
for f in a b c d; do nrrd "3 1 1" 0 5 9 >$f.nrrd; done
printf 'id,t1,age,sex,site\na,a.nrrd,63,F,St. Ulm\nb,b.nrrd,6.5,M,Bonn\nc,c.nrrd,n/a,F,Ulm\nd,d.nrrd,71,M,\n' >cases.csv
f4s-prep cases.csv -o all --volumes --brain none --split 0.5,0.25,0.25 --format none
cases all/cases.ndjson | head -1 | jq -r '(.images | keys | tojson) + " " + (.findings[] | select(.code == "cases.column").text)'
for id in a b c d; do f4s-prep cases.csv -o one-$id --volumes --brain none --split 0.5,0.25,0.25 --ids $id --format none; done
[[ $(cases all/cases.ndjson | jq -r .split) = "$(cases one-?/cases.ndjson | jq -r .split)" ]] && echo same
