# A volume of which slices are missing: 0 there, and a finding.
#> ["volume.incomplete"]
#> 1920
make_model m.safetensors; slices 1 >one.ndjson; f4s-segment one.ndjson -o v --model m.safetensors --volumes | cases | jq -c '[.findings[].code]'
voxels v/labels/phantom_0000.nii.gz | tr ' ' '\n' | awk 'NR > 3 * 1920 && NR <= 4 * 1920 { inside++ } $1 > 0 && (NR <= 3 * 1920 || NR > 4 * 1920) { outside++ } END { print inside + outside }'
