# A new user with folders of PNG slices, named PATIENT_SLICE, whose only label is no necrosis: patients stay whole, the
# label keeps its number until --classes names it, and training validates by patient, under the class's name.
#> 3 patients, patients in two splits: 0
#> label 255
#> Dice by name: lesion, of patients: 1
#? stderr *
for name in t1ce flair; do mkdir -p "png/$name"; cp "$DATA/prepared/images/$name"/*.png "png/$name"; done
mkdir png/label; cp "$DATA"/prepared/masks/*.png png/label
f4s-prep t1ce=png/t1ce flair=png/flair label=png/label -o data --brain none --split 0.34,0.33,0.33 >prep.ndjson
echo "$(cases prep.ndjson | jq -r .subject | sort -u | wc -l) patients, patients in two splits: $(cases prep.ndjson | jq -r '"\(.subject) \(.split)"' | sort -u | cut -d ' ' -f 1 | uniq -d | wc -l)"
cases prep.ndjson | jq -r '.classes[]' | sort -u
f4s-prep t1ce=png/t1ce flair=png/flair label=png/label -o named --brain none --split 0.34,0.33,0.33 --classes 255=lesion >/dev/null
echo '{"epochs":1,"steps_per_epoch":3,"batch_size":2,"crop":32,"segmentation_dim":16,"segmentation_blocks":1,"segmentation_levels":2}' >small.json
f4s-train named -o run --modalities t1ce,flair --config small.json >/dev/null
jq -r 'select(.validation).validation.segmentation | to_entries[] | "Dice by name: \(.key), of patients: \(.value.n)"' run/events.ndjson
