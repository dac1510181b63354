# A folder of DICOM series: a case of each study, modalities by headers, and what is not recognised is said.
#> ["baseline","baseline",["t1","t2","flair"],{"slices":3,"spacing_mm":[0.5,0.75,3]}]
#> ["study-c47f5b18b8a4","baseline",["t1","t2","flair"],{"slices":3,"spacing_mm":[0.5,0.75,3]}]
#> dicom.unrecognised
#> dicom.patient
#> true
series() { make_dicom "$1" study="$2" series="$2.$3" "set=0008,103e:$4" name="$3-"; rm "$1.nrrd"; }
series in/baseline/one 1.2.2 1 T1_se; series in/baseline/mixed 1.2.2 2 t2_tse; series in/baseline/mixed 1.2.2 3 FLAIR; series in/baseline/loc 1.2.2 4 odd
series in/Nobody 1.2.3 5 mprage; series in/Nobody 1.2.3 6 t2_tse; series in/Nobody 1.2.3 7 FLAIR
f4s-prep in -o out --brain none --volumes --keep-going >all.ndjson
cases all.ndjson | jq -c '[.id, .subject, (.images | keys_unsorted), (.dicom.t1 | {slices, spacing_mm})]' | sed 's/\.0\b//g'
cases all.ndjson | jq -r '.findings[]?.code'
holds -s '.[0] | .dicom.t2.series != .dicom.flair.series and .source.t2 == .source.flair' all.ndjson && echo true
