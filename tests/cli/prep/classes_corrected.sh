# What was prepared is kept: the same command with corrected --classes, --regions, --split and --subject goes on, and all records say the new.
#> 65
#> {"ok":1,"failed":0,"skipped":1}
#> s1 {"1":"x","7":"z"} {"all":[1,7]} test s
#> s2 {"1":"x","7":"z"} {"all":[1,7]} test s
#> {"1":"x","7":"z"} {"cases":2,"subjects":1,"splits":{"test":2}}
#? stderr f4s-prep: case 's2': *holds the label 7, which is no class (1 x); give --classes '1=x 7=NAME'*
nrrd "3 1 1" 0 5 9 | tee s1.nrrd >s2.nrrd; nrrd "3 1 1" 0 1 1 >s1-l.nrrd; nrrd "3 1 1" 0 1 7 >s2-l.nrrd
(for i in s1 s2; do echo "{\"schema\":\"f4s.case/1\",\"id\":\"$i\",\"images\":{\"t1\":\"$PWD/$i.nrrd\"},\"label\":\"$PWD/$i-l.nrrd\"}"; done; ended) >in
f4s-prep - -o out --volumes --classes 1=x <in >/dev/null; echo $?; before=$(stat -c %y out/images/t1/s1.nii.gz)
f4s-prep - -o out --volumes --classes '1=x 7=z' --regions all=1,7 --split 0,0,1 --subject '(s)' --run-record r.json <in | cases >o
jq -c .cases r.json; jq -r '"\(.id) \(.classes | tojson) \(.regions | tojson) \(.split) \(.subject)"' o; jq -r '"\(.classes | tojson) \(.counts | tojson)"' out/dataset.json
[[ $(stat -c %y out/images/t1/s1.nii.gz) == "$before" ]]
