# A folder of DICOM series, in one command to a label map and a DICOM Segmentation; without a FrameOfReferenceUID
# that is known before any work, with the flag to leave out.
#> ["labels/STUDY.nii.gz","labels/STUDY.dcm",[40,48,5]]
#> 65 has no FrameOfReferenceUID, by which DICOM says where it lies: leave --dicom-seg and --dicom-sc out
#> untouched
#> 0
#? stderr *
make_model m.safetensors; study() { make_dicom "$1/t1ce" size=40,48,5 series=1.2.1 "set=0008,103e:T1 post contrast" "${@:2}"; make_dicom "$1/flair" size=40,48,5 series=1.2.2 "set=0008,103e:FLAIR" "${@:2}"; }
study in
f4s-segment t1ce=in/t1ce flair=in/flair mask=in/t1ce.nrrd -o out --model m.safetensors --dicom-seg | cases | jq -c --arg out "$PWD/out/" '[(.prediction, .prediction_dicom | ltrimstr($out) | sub("t1ce"; "STUDY")), .geometry.size]'
study bare "set=0020,0052:"
f4s-segment t1ce=bare/t1ce flair=bare/flair mask=bare/t1ce.nrrd -o none --model m.safetensors --dicom-seg --run-record r.json --format none; echo "$? $(jq -r .error.message r.json)"; [[ -e none/prepared ]] || echo untouched
f4s-segment t1ce=bare/t1ce flair=bare/flair mask=bare/t1ce.nrrd -o none --model m.safetensors --format none; echo $?
