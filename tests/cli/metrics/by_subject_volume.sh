# --by subject of the slices of one volume: overlap and distances are those of --by volume.
v=$DATA/phantom; f4s-prep "$v" -o all --slices all --modalities t1,t2 --format none
jq -c 'select(.subject == "phantom_0000")' all/cases.ndjson | jq -c --arg d "$PWD/all/" '.label = $d + .label | .images = {} | .prediction = (.label | sub("phantom_0000"; "phantom_0001"))' >s.ndjson
for by in volume subject; do f4s-metrics s.ndjson --by $by | cases | jq -S '{id, spacing: .geometry.spacing_mm, metrics}' >$by; done
diff volume subject && holds '.metrics.segmentation.WT.hd95_mm > 0' subject
