# examples/experiments/lgg.sh in miniature: a fusion network and the segmentation network that starts from it, which make use of T1
# where it is there, on slices of heads prepared in two ways; patients stay whole, a second call trains nothing and scores alike, and
# the model that comes with the suite is scored by its name.
#> | model: input | Dice, mean | sd | median | least | precision | sensitivity | false area, % |
#> |---|---:|---:|---:|---:|---:|---:|---:|
#> | last: t1-t1ce-flair-floor | # | # | # | # | # | # | # |
#> | last: t1-t1ce-flair-percentile | # | # | # | # | # | # | # |
#> | last: t1ce-flair-floor | # | # | # | # | # | # | # |
#> | last: t1ce-flair-percentile | # | # | # | # | # | # | # |
#> | last: flair-floor | # | # | # | # | # | # | # |
#> | last: flair-percentile | # | # | # | # | # | # | # |
#> trained on 8 patients, scored on 2, on both sides 0
#> slices of each patient, prepared three times: 9
#> the model: t1,t1ce,flair, needs flair, fusion network of the first training: true
#> as what is shipped: true
#> again: nothing trained, the same scores
#> | model: input | Dice, mean | sd | median | least | precision | sensitivity | false area, % |
#> |---|---:|---:|---:|---:|---:|---:|---:|
#> | lgg: t1ce-flair-floor | # | # | # | # | # | # | # |
#> | lgg: t1ce-flair-percentile | # | # | # | # | # | # | # |
#> | lgg: flair-floor | # | # | # | # | # | # | # |
#> | lgg: flair-percentile | # | # | # | # | # | # | # |
#? stderr *
. "$ROOT/tests/cli/experiments/support/functions.sh"
forms slices slices 10
with_t1() { MODALITIES=t1,t1ce,flair FUSER="1 1" LABELS="1 1" "$@" experiment lgg slices out; }
with_t1 >first.md || exit
cmp out/table.md first.md || exit
shape first.md precision
jq -rs 'map({split, subject}) | unique | "trained on \(map(select(.split == "train")) | length) patients, scored on \(map(select(.split == "val")) | length), on both sides \(length - (map(.subject) | unique | length))"' out/mixed.ndjson
echo "slices of each patient, prepared three times: $(jq -r 'select(.split == "train").subject' out/mixed.ndjson | sort | uniq -c | awk '{ print $1 }' | sort -u)"
model_json out/labels/last.safetensors >model.json
echo "the model: $(jq -r '"\(.modalities | join(",")), needs \(.provenance.config.needs | join(","))"' model.json), fusion network of the first training: $(
  cmp -s <(tensors out/fuser/last.safetensors | grep '^fusion') <(tensors out/labels/last.safetensors | grep '^fusion') && echo true)"
echo "as what is shipped: $(diff <(provenance lgg | jq 'del(.modalities)') <(provenance out/labels/last.safetensors | jq 'del(.modalities)') && echo true)"
with_t1 untrained >second.md || exit
cmp first.md second.md && echo "again: nothing trained, the same scores"
MODELS=lgg untrained experiment lgg slices by-name >by-name.md || exit
shape by-name.md precision
