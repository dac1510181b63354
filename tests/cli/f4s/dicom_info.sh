# f4s info of a folder of DICOM files and of one of them, without anything that may hold a patient's name.
#> ["DICOM series",5,"MR",[7,6,5],5]
#> ["DICOM file","MR",[7,6],1]
#> dicom.monochrome1
make_dicom series size=7,6,5 set=0010,0010:Doe^Jane
f4s info series --format ndjson | jq -c '[.kind, .images, (.series[0] | .modality, .size, .frames)]'
f4s info "series/$(ls series | head -1)" --format ndjson | jq -c '[.kind, .modality, .size, .frames]'
make_dicom dark mono1=1; f4s info dark --format ndjson | jq -r '.findings[].code'
! f4s info series series/* | grep -i doe
