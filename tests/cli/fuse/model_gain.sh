# Fused images are multiplied as the model recommends, or by --gain, and cut at full scale; what is to be decomposed is not.
#> true
#> 65 2
#? stderr *multiplies its images by 1.5, which can then not be decomposed*
make_model a.safetensors '{"gain":1.5}'; make_model b.safetensors; nrrd "6 4 1" {140..163} >x.nrrd; nrrd "6 4 1" {30..53} >y.nrrd
run() { f4s-fuse t1ce=x.nrrd flair=y.nrrd --format none "$@"; }
run -o a --model a.safetensors; run -o a1 --model a.safetensors --gain 1; run -o b --model b.safetensors; run -o b15 --model b.safetensors --gain 1.5
cmp a/fused/* b15/fused/* && cmp a1/fused/* b/fused/*
jq -n --arg plain "$(voxels b/fused/x.nii.gz)" --arg more "$(voxels a/fused/x.nii.gz)" '
  [$plain, $more] | map(split(" ") | map(tonumber)) | transpose | all(.[1] - ([255, .[0] * 1.5] | min) | fabs <= 1.3)'
inn_model c.safetensors; codes=()
run -o c --model c.safetensors --latent --gain 1.5; codes+=($?)
run -o d --model b.safetensors --gain 0 2>/dev/null; codes+=($?)
echo "${codes[@]}"
