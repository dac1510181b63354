# --dicom-sc: a fused volume as secondary captures in the source's study, where its frames lie, the same bytes each time; slices are refused.
#> 5 1
#> same
#> 65 dicom.slice
#> 65 dicom.source
#? stderr *
make_dicom in/s/t1ce size=40,48,5 plane=oblique series=1.2.1; make_dicom in/s/flair size=40,48,5 plane=oblique series=1.2.2 reversed=1
rm in/s/*.nrrd; f4s-prep t1ce=in/s/t1ce flair=in/s/flair -o p --brain none --volumes --format none
fuse() { f4s-fuse "$1" --method average "${@:2}"; }
fuse p -o a --dicom-sc >records; folder=$(dirname "$(cases records | jq -r '.capture_dicom["1"]')")
echo "$(find "$folder" -name '*.dcm' | wc -l)" "$(cases records | wc -l)"
fuse p -o b --dicom-sc -j 1 --format none && diff -r a/dicom-sc b/dicom-sc && echo same
code() { "$@" --run-record r.json --format none; echo $? "$(jq -r .error.code r.json)"; }
code fuse "$DATA/prepared" -o c --modalities t1ce,flair --dicom-sc
f4s-prep "$DATA/phantom" -o v --volumes --format none; code fuse v -o d --modalities t1ce,flair --dicom-sc
! command -v dciodvfy >/dev/null || dciodvfy "$folder/0001.dcm" 2>&1 | grep '^Error'
[[ -z ${F4S_TEST_TOOLS:-} ]] || export PYTHONPATH=$F4S_TEST_TOOLS
! python3 -c 'import numpy, pydicom' 2>/dev/null || [[ $(python3 "$ROOT/tests/support/check_capture.py" "$folder" in/s/t1ce) = right ]] || exit 3
