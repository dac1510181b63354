# What cannot be done is known before the first voxel: a study without a modality of the model, raw studies beside
# prepared cases, models that no preparation suits; and of two studies the one that can be done is with --keep-going.
#> 65 model.modalities has t1, t1ce, t2 and lacks flair; model m.safetensors takes t1ce, flair
#> 2 cases.mixed raw studies and prepared cases do not go together: give them in two commands
#> 65 model.preparation images prepared for model m.safetensors do not suit model z.safetensors: normalization percentile (the model's: zscore)
#> 65 model.modalities has t1 and lacks t1ce, flair; model m.safetensors takes t1ce, flair
#> untouched
#> [8,{"ok":1,"failed":1,"skipped":0}]
#? stderr *
make_model m.safetensors; make_model z.safetensors '{"normalization":"zscore"}'
mkdir brats; cp -r "$DATA"/phantom/phantom_000[01] brats; rm brats/phantom_0001/*_flair.nii.gz
code() { "$@" --run-record r.json --format none; echo "$? $(jq -r '.error | .code + " " + .message' r.json)"; }
code f4s-segment brats -o out --model m.safetensors; code f4s-segment brats "$DATA/prepared" -o out --model m.safetensors
code f4s-segment "$DATA/phantom" -o out --model m.safetensors --model z.safetensors
code f4s-segment t1=brats/phantom_0000/phantom_0000_t1.nii.gz -o out --model m.safetensors; [[ -e out ]] || echo untouched
f4s-segment brats -o out --model m.safetensors --keep-going >records; code=$?; run_record records | jq -c --argjson code $code '[$code, .cases]'
