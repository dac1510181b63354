# --by volume: slices stacked into their volume score exactly as the assembled volume.
v=$DATA/phantom; f4s-prep "$v" -o all --slices all --modalities t1,t2 --format none
jq -c 'select(.subject == "phantom_0000")' all/cases.ndjson | jq -c --arg d "$PWD/all/" '.label = $d + .label | .images = {} | .prediction = (.label | sub("phantom_0000"; "phantom_0001"))' >s.ndjson
f4s-metrics s.ndjson --by volume | cases | jq -S .metrics.segmentation >a
f4s-metrics prediction="$v/phantom_0001/phantom_0001_seg.nii.gz" label="$v/phantom_0000/phantom_0000_seg.nii.gz" --regions 'WT=1,2,4 TC=1,4 ET=4' | cases | jq -S .metrics.segmentation >b
diff a b && holds '.WT.dice > 0 and .WT.dice < 1' a
