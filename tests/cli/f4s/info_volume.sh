# f4s info of volumes: grid, orientation, type, range, label values where it is a label map.
#> ["volume","NIfTI",[40,48,36],"LPS"]
#> false
#> ["0","1","2","4"]
study=$DATA/phantom/phantom_0000/phantom_0000
f4s info "${study}_t1.nii.gz" "${study}_seg.nii.gz" --format ndjson >info
head -1 info | jq -c '[.kind, .format, .size, .orientation]'
head -1 info | jq 'has("values")'
tail -1 info | jq -c '.values | keys'
[[ $(tail -1 info | jq '[.values[]] | add') = $((40 * 48 * 36)) ]] || exit 1
f4s info "${study}_t1.nii.gz" | grep -qxE 'size +40 x 48 x 36' && f4s info "${study}_seg.nii.gz" | grep -qE '^values +0 [0-9]+, 1 [0-9]+, 2 [0-9]+, 4 [0-9]+$'
