# examples/experiments/prostate.sh in miniature: images on two grids to volumes scored on the T2 grid, each patient by the network that did not
# see it; a second call trains nothing and gives the same scores; one patient is trained on and scored on its own slices.
#> patients scored as volumes: 4, with a Dice of the lesion: 4, of lesions in the grades 1 to 5
#> on the T2 grid: 40x48x10, ADC came as 20x24x10
#> held out: 1of2 2, 2of2 2
#> again: nothing trained, the same scores
#> | region | metric | n | mean | sd | median | 95 % CI |
#> | lesion | dice | # | # | - | # | - |
#> one patient: train 5 val 5 slices
#? stderr *
. "$ROOT/tests/cli/experiments/support/functions.sh"
forms prostate patients 4
prostate() { FOLDS="1/2 2/2" EPOCHS=1 STEPS=1 "$@" experiment prostate patients out; }
prostate >first.md || exit
run_record out/scores.ndjson | jq -r '"patients scored as volumes: \(.cases.ok), with a Dice of the lesion: \(.summary.segmentation.lesion.dice.n), of lesions in the grades 1 to \(.summary.volumes | keys | map(select(startswith("grade"))) | length)"'
size() { gunzip -c "$1" | od -An -td2 -j42 -N6 | xargs | tr ' ' x; }
echo "on the T2 grid: $(for file in out/*-labels/*/*.nii.gz; do size "$file"; done | sort -u | xargs), ADC came as $(size patients/ProstateX-0000/adc.nii.gz)"
echo "held out:$(for fold in 1of2 2of2; do echo " $fold $(cases "out/csad-fold$fold.labels.ndjson" | wc -l)"; done | paste -sd ,)"
prostate untrained >second.md || exit
cmp first.md second.md && echo "again: nothing trained, the same scores"
forms prostate patient 1
EPOCHS=1 STEPS=1 experiment prostate patient one >one.md || exit
shape one.md | grep -m 2 -e '^| region' -e '^| lesion | dice'
echo "one patient: $(jq -r .split one/data/halves.ndjson | sort | uniq -c | awk '{ printf "%s%s %s", (NR > 1 ? " " : ""), $2, $1 }') slices"
