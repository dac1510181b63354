# examples/experiments/harvard.sh in miniature: trains by the settings of the model that comes with the suite, scores rules, copies,
# networks and models, and a second call trains nothing; fused images of PET and SPECT are in colour.  The maximum reaches 11
# figures of any data: as many of the published row are not above what it has itself on the test set.
#> | pairs | method | EN | SD | SF | AG | MI | SCD | VIF | Qabf | SSIM | seconds |
#> |---|---|---:|---:|---:|---:|---:|---:|---:|---:|---:|---:|
#> | val ct | average | # | # | # | # | # | # | # | # | # | # |
#> | val ct | maximum | # | # | # | # | # | # | # | # | # | # |
#> | val ct | copy of mri | # | # | # | # | # | - | # | # | # | - |
#> | val ct | copy of ct | # | # | # | # | # | - | # | # | # | - |
#> | val ct | dim8 | # | # | # | # | # | # | # | # | # | # |
#> | val pet | average | # | # | # | # | # | # | # | # | # | # |
#> | val pet | maximum | # | # | # | # | # | # | # | # | # | # |
#> | val pet | copy of mri | # | # | # | # | # | - | # | # | # | - |
#> | val pet | copy of pet | # | # | # | # | # | - | # | # | # | - |
#> | val pet | dim8 | # | # | # | # | # | # | # | # | # | # |
#> | val spect | average | # | # | # | # | # | # | # | # | # | # |
#> | val spect | maximum | # | # | # | # | # | # | # | # | # | # |
#> | val spect | copy of mri | # | # | # | # | # | - | # | # | # | - |
#> | val spect | copy of spect | # | # | # | # | # | - | # | # | # | - |
#> | val spect | dim8 | # | # | # | # | # | # | # | # | # | # |
#> pairs, models whose figures are counted: val, average; val, maximum; val, dim8
#> the maximum reaches 11
#> colours of fused images: ct 0, pet 2, spect 2
#> trained on 6 pairs, as what is shipped: true
#> again, test and the model by name, nothing trained: 5 rows for each kind
#? stderr *
. "$ROOT/tests/cli/experiments/support/functions.sh"
forms pairs harvard/ct-mri/train mri ct 2
forms pairs harvard/ct-mri/val mri ct 2
for kind in pet spect; do
  for part in train val; do forms pairs harvard/$kind-mri/$part mri colour=$kind 2; done
done
DIMS=8 FIRST="1 1" EPOCHS=1 STEPS=1 RULES="average maximum" experiment harvard harvard out >first.md || exit
shape out/table.md
cat out/table.md out/reached.md | cmp - first.md || exit
echo "pairs, models whose figures are counted: $(sed -n 's/^| \(val, [a-z0-9]*\) | [0-9]* |.*/\1/p' out/reached.md | paste -sd ';' | sed 's/;/; /g')"
echo "the maximum reaches $(sed -n 's/^| val, maximum | \([0-9]*\) |.*/\1/p' out/reached.md)"
echo "colours of fused images:$(for kind in ct pet spect; do echo " $kind $(png_colour_type out/dim8-$kind-val/fused/*10.png)"; done | paste -sd ,)"
echo "trained on $(jq -s 'map(select(.split == "train")) | length' out/data/cases.ndjson) pairs, as what is shipped: $(
  diff <(provenance harvard) <(provenance out/dim8/last.safetensors | sed 's/"fusion_dim": 8/"fusion_dim": 16/') && echo true)"
for kind in ct pet spect; do cp -r harvard/$kind-mri/val harvard/$kind-mri/test; done
DIMS=8 MODELS=harvard PARTS=test RULES=maximum untrained experiment harvard harvard out >/dev/null || exit
echo "again, test and the model by name, nothing trained: $(sed -nE 's/^\| (test [a-z]+) .*/\1/p' out/table.md | sort | uniq -c | awk '{ print $1 }' | sort -u) rows for each kind"
