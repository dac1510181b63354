# A model trained with --modality-dropout says what it needs, keeps the fusion of --init, and works on cases that lack the
# rest, also on raw studies; a case without what it needs is refused.  Fusion itself is not trained so.
#> [["t1ce"],["flair"]] ["fused","prediction"]
#> 2
#> 2
#> 0 ["there is no t1","there is no t1ce","there is no t2"] ["info"]
#> ["t1","flair"]
#> 0 ["modality.missing","model.missing"]
#> 65
#> ["images"] {"t1ce":null}
#? stderr *--task segmentation --input images (*) [[]usage.conflict[]]*--needs adc: 'adc' is not among *[[]train.needs[]]*has modalities t1, t2, too few that fit; the model takes t1, t1ce, t2, flair, and needs t1ce or flair*
echo '{"epochs":1,"steps_per_epoch":3,"batch_size":2,"crop":32,"segmenter":"unet","segmentation_width":4,"segmentation_levels":2}' >small.json
all=(--modalities "t1,t1ce,t2,flair" --config small.json --format none)
f4s-train "$DATA/prepared" -o fuse --task fusion "${all[@]}"
dropout=(--task segmentation --input images --modality-dropout 0.5)
f4s-train "$DATA/prepared" -o run --init fuse "${dropout[@]}" --needs t1ce,flair "${all[@]}"
model_json run/model.safetensors | jq -r '"\(.needs | tojson) \(.gives | tojson)"'
diff <(tensors fuse/model.safetensors) <(tensors run/model.safetensors | grep '^fusion')
f4s-train "$DATA/prepared" -o no --modality-dropout 0.5 "${all[@]}"; echo $?
f4s-train "$DATA/prepared" -o no "${dropout[@]}" --needs adc "${all[@]}"; echo $?
segment() { f4s-segment "$@" --model run/model.safetensors --run-record r.json >out.ndjson; }
slices 1 | jq -c '.images |= {flair}' >one.ndjson
segment one.ndjson -o one; echo $? "$(cases out.ndjson | jq -r '[.findings[] | select(.code == "model.missing")] | "\(map(.text | split(",")[0])) \(map(.severity) | unique)"')"
slices 1 | jq -c '.images |= {t1, flair}' | f4s-fuse - -o fused --model run/model.safetensors | cases | jq -c .fused_from
mkdir -p raw/phantom_0000; cp "$DATA"/phantom/phantom_0000/*_{t1ce,seg}.nii.gz raw/phantom_0000
segment raw -o raw-labels; echo $? "$(cases out.ndjson | jq -c '[.findings[].code | select(endswith(".missing"))] | unique')"
slices 1 | jq -c '.images |= {t1, t2}' >neither.ndjson
segment neither.ndjson -o neither; echo $?
f4s-prep raw -o prepared --for-model run/model.safetensors | cases | head -n 1 | jq -c '[keys[] | select(. == "images")], (.images | map_values(null))' | paste -sd' '
