# examples/experiments/csad.sh in miniature: cross-validation in two folds, each crop scored by the network that did not see its subject; a
# second call trains nothing and gives the same table.
#> | network | Dice WT | TC | ET | HD95 WT | TC | ET | sensitivity WT | TC | ET |
#> |---|---:|---:|---:|---:|---:|---:|---:|---:|---:|
#> | csad, t1ce and flair | # | # | # | # | # | # | # | # | # |
#> | csad, softmax attention | # | # | # | # | # | # | # | # | # |
#> | U-Net, all four concatenated | # | # | # | # | # | # | # | # | # |
#>
#> | difference of Dice | WT | TC | ET |
#> |---|---:|---:|---:|
#> | csad, t1ce and flair - csad, softmax attention | # [#, #] | # [#, #] | # [#, #] |
#> crops scored by each arm: 5, twice: 0
#> again: nothing trained, the same table
#? stderr *
. "$ROOT/tests/cli/experiments/support/functions.sh"
forms crops crops 4
csad() { FOLDS="1/2 2/2" EPOCHS=1 STEPS=1 ARMS="csad softmax side-by-side4" "$@" experiment csad crops out; }
csad >first.md || exit
shape first.md 'HD95|TC|ET'
echo "crops scored by each arm: $(wc -l <out/csad.cases.ndjson), twice: $(jq -r .id out/csad.cases.ndjson | sort | uniq -d | wc -l)"
csad untrained >second.md || exit
cmp first.md second.md && echo "again: nothing trained, the same table"
