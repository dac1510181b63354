# --dicom-map says which series is which where headers do not; two of one modality want it.
#> 65 dicom.ambiguous
#> ["t2","swi"]
#> 66 input.missing
#> 65 dicom.map
#> ["swi"] ["line 1 (t1*) of q.tsv decides for no series"]
#> 65 dicom.map
#> 65 dicom.map
#? stderr f4s-prep: case 'in': 2 series are t2: *f4s-prep --dicom-map FILE says which one is meant [[]dicom.ambiguous[]]*none.tsv: no such file [[]input.missing[]]*r.json: line 1: *[[]dicom.map[]]*e.tsv: line 1: names no series, or no modality (- to leave it out) [[]dicom.map[]]*s.tsv: line 1: has 0 columns*[[]dicom.map[]]
for s in 1:t2_tra 2:t2_sag 3:swi_odd; do make_dicom in/${s%:*} series=1.2.${s%:*} "set=0008,103e:${s#*:}"; rm in/*.nrrd; done
f4s-prep in -o a --volumes --brain none --run-record r.json --format none; echo $? "$(jq -r .error.code r.json)"
printf '*sag*\t-\n*swi*\tswi\n' >map.tsv; f4s-prep in -o b --volumes --brain none --dicom-map map.tsv | cases | jq -c '.images | keys_unsorted'
# A map that is not there, or is none, is said where no DICOM is read, too.
for map in none.tsv r.json; do f4s-prep "$DATA/phantom" -o c --dicom-map $map --run-record c.json --format none; echo $? "$(jq -r .error.code c.json)"; done
# As spreadsheets write it: a byte order mark, quotes, empty columns; a row that decides for no series is said.
printf '\xef\xbb\xbft1*\tt1\t\n"*swi*"\t"swi"\t\n*t2*\t-\n' >q.tsv; f4s-prep in -o q --volumes --brain none --dicom-map q.tsv | cases | jq -c -r '"\(.images | keys | tojson) \([.findings[] | select(.code == "dicom.map") | .text] | tojson)"'
printf '*swi*\t\tswi\n' >e.tsv; f4s-prep in -o f --volumes --brain none --dicom-map e.tsv --run-record e.json --format none; echo $? "$(jq -r .error.code e.json)"
# Excel's line for a separator is no row.
printf 'sep=;\n*t2*;t2\n' >s.tsv; f4s-prep in -o g --volumes --brain none --dicom-map s.tsv --run-record s.json --format none; echo $? "$(jq -r .error.code s.json)"
