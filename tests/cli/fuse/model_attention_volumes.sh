# --attention of a volume: on the volume's grid, its slices' maps to the steps of the scale; the fused volume as without.
make_model m.safetensors '{"modalities":["t1","t2","flair"],"network":{"fusion_attention":"cross","fusion_dim":8}}'
f4s-prep "$DATA/phantom" -o v --ids '*_0000' --volumes --modalities t1,t2,flair --format none
f4s-fuse v -o plain --model m.safetensors --format none
f4s-fuse v -o fv --model m.safetensors --attention | cases | jq -cS '.attention | map_values(sub(".*/"; ""))'
cmp plain/fused/phantom_0000.nii.gz fv/fused/phantom_0000.nii.gz || exit 1
for map in received_t2 entropy detail_contribution; do cmp <(gunzip -c fv/fused/phantom_0000.nii.gz | head -c 348) <(gunzip -c fv/attention/phantom_0000_$map.nii.gz | head -c 348) || exit 1; done
f4s-prep "$DATA/phantom" -o s --ids '*_0000' --slices all --modalities t1,t2,flair --format none
f4s-fuse s -o fs --model m.safetensors --attention --bits 16 --format none
f4s-fuse v -o fv16 --model m.safetensors --attention --bits 16 --format none
jq -c '.attention_range.entropy' fv16/cases.ndjson >volume.json
jq -s -c '[(map(.attention_range.entropy[0]) | min), (map(.attention_range.entropy[1]) | max)]' fs/cases.ndjson | diff volume.json -
#> {"base_contribution":"phantom_0000_base_contribution.nii.gz","detail_contribution":"phantom_0000_detail_contribution.nii.gz","entropy":"phantom_0000_entropy.nii.gz","received_flair":"phantom_0000_received_flair.nii.gz","received_t2":"phantom_0000_received_t2.nii.gz"}
