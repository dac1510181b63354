# --fold parts the subjects of train and val: each is validated on in one fold and learned from in the others, none in both.
#> 2 folds: other subjects in each, all of them in both together
#> what one learns from the other is validated on: true true
#> 3 of 2: 2
#? stderr *
echo '{"epochs":1,"steps_per_epoch":2,"batch_size":2,"crop":32,"segmentation_dim":16,"segmentation_blocks":1,"segmentation_levels":2}' >small.json
# Three subjects, of other numbers of slices, of which test is none's.
slices 500 | jq -c 'select(.split != "test")' >data.ndjson
for k in 1 2; do f4s-train data.ndjson -o run$k --fold $k/2 --modalities t1ce,flair --config small.json --format none; done
data() { model_json run$1/model.safetensors | jq -c ".provenance.data$2"; }
all=$(jq -r .subject data.ndjson | sort | uniq -c | awk '{print $1}' | sort -n | xargs)
got=$(for k in 1 2; do data $k .validation_slices; done | sort -n | xargs)
[[ $all = "$got" ]] && echo "2 folds: other subjects in each, all of them in both together" || echo "$all, and $got"
[[ $(data 1 .sha256.train) != "$(data 1 .sha256.val)" ]] || echo "the same to learn from and to validate on"
echo "what one learns from the other is validated on: $([[ $(data 1 .sha256.train) = $(data 2 .sha256.val) ]] && echo true) $([[ $(data 2 .sha256.train) = $(data 1 .sha256.val) ]] && echo true)"
f4s-train data.ndjson -o run3 --fold 3/2 --config small.json --format none; echo "3 of 2: $?"
