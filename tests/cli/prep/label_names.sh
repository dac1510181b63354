# Maps under usual names are no images of a study; an image that looks like a label map is said to.
#> {"msk":"label","truth":"label","consensus":"label","ot":"no","infarct":"no","lesion_roi":"no"}
#> ["image.label_like"]
p=$DATA/phantom/phantom_0000/phantom_0000
for n in msk truth consensus ot infarct lesion_roi; do
  mkdir -p in/$n/C; cp "${p}_t1.nii.gz" in/$n/C/C_t1.nii.gz; cp "${p}_seg.nii.gz" in/$n/C/C_$n.nii.gz
  f4s-prep in/$n -o out/$n --volumes --brain none | cases | jq -c --arg n $n '{($n): (if has("label") then "label" elif .images | has($n) then "image" else "no" end)}'
done | jq -cs add
f4s-prep t1="${p}_t1.nii.gz" odd="${p}_seg.nii.gz" -o odd --volumes --brain none | cases | jq -c '[.findings[].code]'
