# A slice's spacing comes from its record.
slices 97 | grep phantom_0000_z025 >s; b=$(jq -r .id <<<"$(slices 97 | grep phantom_0000_z026)")
jq -c --arg p "$DATA/prepared/labels/$b.png" '.prediction = $p' s >a.ndjson; jq -c '.geometry.spacing_mm = [8, 8]' a.ndjson >b.ndjson
hd() { f4s-metrics $1 | cases | jq .metrics.segmentation.WT.hd_mm; }
holds -n --argjson a "$(hd a.ndjson)" --argjson b "$(hd b.ndjson)" '$a > 0 and ($b - 2 * $a | fabs) < 1e-9'
