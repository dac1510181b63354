# examples/experiments/compare.sh in miniature: a rule, networks that fuse and networks that segment, with what they cost; one small subject
# is scored: no VIF, no intervals; a second call trains nothing and gives the same table.
#> | method | Dice WT | Dice TC | Dice ET | HD95 WT | HD95 TC | HD95 ET | EN | SD | SF | MI | SCD | VIF | Qabf | SSIM | weights | training s | fusing ms | segmenting ms | peak MiB |
#> |---|---:|---:|---:|---:|---:|---:|---:|---:|---:|---:|---:|---:|---:|---:|---:|---:|---:|---:|---:|
#> | average | # | # | # | # | # | # | # | # | # | # | # | - | # | # | # | # | # | # | # |
#> | cddfuse | # | # | # | # | # | # | # | # | # | # | # | - | # | # | # | # | # | # | # |
#> | fuse4seg | # | # | # | # | # | # | # | # | # | # | # | - | # | # | # | # | # | # | # |
#> | csad | # | # | # | # | # | # | - | - | - | - | - | - | - | - | # | # | # | # | # |
#>
#> | fuse4seg - method | Dice WT | Dice TC | Dice ET |
#> |---|---:|---:|---:|
#> | average | # | # | # |
#> | cddfuse | # | # | # |
#> | csad | # | # | # |
#> again: nothing trained, the same table
#? stderr *
. "$ROOT/tests/cli/experiments/support/functions.sh"
compare() { METHODS="average cddfuse fuse4seg csad" EPOCHS=1 STEPS=1 BATCH=2 "$@" experiment compare "$DATA/prepared" out; }
compare >first.md || exit
shape first.md 'HD95|Dice'
compare untrained >second.md || exit
cmp first.md second.md && echo "again: nothing trained, the same table"
