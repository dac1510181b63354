# examples/experiments/one_channel.sh in miniature: two sources, fused images, one source and the features of the fusion network, each once more
# with a black T1ce, and the figure; three patients are trained on; a second call trains nothing and gives the same table.
#> | input, channels of the network, patients | Dice | sd | median | precision | sensitivity | Dice minus concatenated |
#> |---|---:|---:|---:|---:|---:|---:|
#> | concatenated, 2, 3 | # | # | # | # | # | - |
#> | fused, 2, 3 | # | # | # | # | # | # [#, #] |
#> | flair, 2, 3 | # | # | # | # | # | # [#, #] |
#> | features, 2, 3 | # | # | # | # | # | # [#, #] |
#> | concatenated less t1ce, 2, 3 | # | # | # | # | # | # [#, #] |
#> | fused less t1ce, 2, 3 | # | # | # | # | # | # [#, #] |
#> | features less t1ce, 2, 3 | # | # | # | # | # | # [#, #] |
#> patients trained on: 3
#> points of the figure: 6
#> again: nothing trained, the same table
#? stderr *
. "$ROOT/tests/cli/experiments/support/functions.sh"
forms slices slices 10
one_channel() {
  ARMS="concatenated fused flair features" WIDTHS=2 PATIENTS=3 SEEDS=1 MISSING=t1ce FUSER="1 1" LABELS="1 1" "$@" experiment one_channel slices out
}
one_channel >first.md || exit
shape first.md
echo "patients trained on: $(jq -r 'select(.split == "train").subject' out/fused-2-3-seed1.ndjson | sort -u | wc -l)"
echo "points of the figure: $(grep -c '<circle' out/figure.svg)"
one_channel untrained >second.md || exit
cmp first.md second.md && echo "again: nothing trained, the same table"
