# Links in folders of DICOM: folders that are linked are read as others are, each once and loops too; a link to a file that is not there, as
# git-annex leaves it, is an error, since the other slices would pass for the volume.
#> p1 p2 p3
#> 0 8
#> 66 input.missing
#> 8
#> 65 1
#? stderr *
series() { make_dicom "$1" size=5,4,"$3" "study=1.2.7.$2" "series=1.2.7.$2.1" set=0008,103e:T1_se "set=0010,0020:770$2"; rm "$1.nrrd"; }
for n in 1 2 3; do series study/p$n $n 3; done; mkdir far; mv study/p2 study/p3 far; ln -s "$PWD/far/p2" "$PWD/far/p3" study/; ln -s .. study/p1/loop
f4s-prep study -o a --brain none --volumes | cases | jq -r .id | xargs
series parts/x 4 8; mkdir else parts/a; n=0; for f in parts/x/*; do n=$((n + 1)); [[ $n -gt 4 ]] && mv "$f" else/ || mv "$f" parts/a/; done; rmdir parts/x; ln -s "$PWD/else" parts/b
f4s-prep parts -o b --brain none --volumes >b.ndjson; echo $? "$(cases b.ndjson | jq '.dicom.t1.slices')"
series annex 5 8; f=$(printf '%s\n' annex/* | tail -1); rm "$f"; ln -s .git/annex/objects/x "$f"
f4s-prep t1=annex -o c --brain none --volumes --run-record r.json --format none; echo $? "$(jq -r .error.code r.json)"
mkdir tree; mv annex tree/; series tree/whole 6 3; f4s-prep tree -o d --brain none --volumes --keep-going --format none; echo $?
f4s-prep --check tree --format none --run-record r.json; echo $? "$(jq '.summary.findings.error["input.missing"].cases' r.json)"
