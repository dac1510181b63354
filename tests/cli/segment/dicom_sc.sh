# --dicom-sc: outlines burned into what was labelled, in colour, in the source's study; beside --dicom-seg a report of the volumes.
#> 5 RGB same
#> true
#? stderr *
make_model m.safetensors; make_dicom in/s/t1ce size=40,48,5 plane=oblique series=1.2.1; make_dicom in/s/flair size=40,48,5 plane=oblique series=1.2.2 reversed=1
rm in/s/*.nrrd; f4s-prep t1ce=in/s/t1ce flair=in/s/flair -o p --brain none --slices all --format none
seg() { f4s-segment p --model m.safetensors --volumes --dicom-sc --dicom-seg "$@"; }
seg -o a >records; seg -o b -j 1 --format none
folder=$(dirname "$(cases records | jq -r '.capture_dicom["1"]')") report=$(cases records | jq -r .measurements_dicom) seg=$(cases records | jq -r .prediction_dicom)
echo "$(find "$folder" -name '*.dcm' | wc -l)" "$(grep -aoc RGB "$folder/0001.dcm" | sed 's/^[1-9].*/RGB/')" "$(diff -r a/dicom-sc b/dicom-sc && diff -r a/labels b/labels && diff -r a/measurements b/measurements && echo same)"
# The volumes are those of the record, and those that the standard's tools find.
cases records | jq '.volumes_ml | add > 0'
if command -v dcmdump >/dev/null; then
  dcmdump +P NumericValue "$report" | grep -o '\[[^]]*' | tr -d '[ ' | sort >found; cases records | jq -r '.volumes_ml | .necrosis, .oedema, .enhancing | tostring' | sort >wanted
  diff found wanted || exit 4
fi
! command -v dciodvfy >/dev/null || dciodvfy "$folder/0001.dcm" 2>&1 | grep '^Error'
[[ -z ${F4S_TEST_TOOLS:-} ]] || export PYTHONPATH=$F4S_TEST_TOOLS
! python3 -c 'import numpy, pydicom, highdicom' 2>/dev/null || [[ $(python3 "$ROOT/tests/support/check_capture.py" "$folder" in/s/t1ce "$report" "$seg") = right ]] || exit 3
