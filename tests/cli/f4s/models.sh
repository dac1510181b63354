# f4s models lists the models of the suite and of F4S_MODEL_PATH, with the first line of their cards; NAME shows the card.
#> glioma   t1, t1ce, t2, flair -> fused and prediction  labels the tumour on whole skull-stripped brains from FLAIR, or T1ce with T2, and what else there is, and fuses them
#> harvard  mri, ct|pet|spect -> fused                   fuses MRI with CT, PET or SPECT into one image
#> lgg      t1ce, flair -> fused and prediction          labels the FLAIR abnormality of lower-grade glioma on slices of whole heads
#> ["broken","glioma","harvard","lgg","mine"]
#> 69
#? stderr f4s: no model 'gliom': there is no gliom.safetensors in *; did you mean 'glioma'?*
f4s models | grep -E '^(glioma|harvard|lgg) '
f4s models glioma | cmp - "$ROOT/share/models/glioma.md" || exit 1
mkdir m; cp "$ROOT/share/models/glioma.safetensors" m/mine.safetensors; echo no >m/broken.safetensors
F4S_MODEL_PATH=m f4s models --format ndjson | jq -sc 'map(.name)'
F4S_MODEL_PATH=m f4s models | grep -q '^broken  *cannot be read: ' && F4S_MODEL_PATH=m f4s models mine | grep -qxE 'gives +fused, prediction' || exit 1
f4s models gliom; echo $?
