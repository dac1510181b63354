# --dicom-seg writes what came from DICOM as a Segmentation on the series' own frames, the same bytes each time.
#> ["labels/t1ce.dcm"]
#> same
#> 65 dicom.slice
#> 65 dicom.source
#> 8 dicom.source
#? stderr *
make_model m.safetensors; make_dicom in/s/t1ce size=40,48,5 plane=oblique series=1.2.1; make_dicom in/s/flair size=40,48,5 plane=oblique series=1.2.2 reversed=1
rm in/s/*.nrrd; f4s-prep t1ce=in/s/t1ce flair=in/s/flair -o p --brain none --slices all --format none
seg() { f4s-segment "$1" --model m.safetensors "${@:2}"; }
seg p -o a --volumes --dicom-seg >records; cases records | jq -c --arg here "$PWD/a/" '[.prediction_dicom | ltrimstr($here)]'
seg p -o b --volumes --dicom-seg -j 2 --format none && cmp a/labels/t1ce.dcm b/labels/t1ce.dcm && echo same
# Each label has as many voxels in both, and there are some.
read_dicom_seg a/labels/t1ce.dcm >facts || exit 3
count() { awk -F'[| ]' -v v="$1" '$1 == "segment" && $0 ~ ("label value " v "\\|") { n = $2 } $1 == "voxel" && $2 == n { c++ } END { print c + 0 }' facts; }
some=0
for v in 1 2 4; do
  n=$(voxels a/labels/t1ce.nii.gz | tr ' ' '\n' | grep -cx "$v"); some=$((some + n)); [[ $n = $(count "$v") ]] || { echo "label $v: $n, $(count "$v")"; exit 1; }
done
((some > 0)) || exit 3
code() { "$@" --run-record r.json --format none; echo $? "$(jq -r .error.code r.json)"; }
code seg p -o c --dicom-seg; code seg "$DATA/prepared" -o d --volumes --dicom-seg
seg "$DATA/prepared" -o e --volumes --dicom-seg --keep-going >records; echo $? "$(cases records | jq -r .error.code | sort -u)"
