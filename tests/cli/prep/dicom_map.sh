# --dicom-map says which series is which where headers do not; two of one modality want it.
#> 65 dicom.ambiguous
#> ["t2","swi"]
#> 66 input.missing
#> 65 dicom.map
#? stderr f4s-prep: case 'in': 2 series are t2: *say with --dicom-map which one is meant [[]dicom.ambiguous[]]*none.tsv: no such file [[]input.missing[]]*r.json: line 1: *[[]dicom.map[]]
for s in 1:t2_tra 2:t2_sag 3:swi_odd; do make_dicom in/${s%:*} series=1.2.${s%:*} "set=0008,103e:${s#*:}"; rm in/*.nrrd; done
f4s-prep in -o a --volumes --brain none --run-record r.json --format none; echo $? "$(jq -r .error.code r.json)"
printf '*sag*\t-\n*swi*\tswi\n' >map.tsv; f4s-prep in -o b --volumes --brain none --dicom-map map.tsv | cases | jq -c '.images | keys_unsorted'
# A map that is not there, or is none, is said where no DICOM is read, too.
for map in none.tsv r.json; do f4s-prep "$DATA/phantom" -o c --dicom-map $map --run-record c.json --format none; echo $? "$(jq -r .error.code c.json)"; done
