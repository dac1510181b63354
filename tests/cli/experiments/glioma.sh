# examples/experiments/glioma.sh in miniature: a rule's images, fused images and both with their sources, on crops and on whole brains; one
# patient is scored, so differences have no interval; a second call trains nothing and gives the same tables.
#> | input of the U-Net | seeds | Dice WT | TC | ET | IoU WT | TC | ET | HD95 WT, mm | TC | ET |
#> |---|---:|---:|---:|---:|---:|---:|---:|---:|---:|---:|
#> | average of t1ce and flair | # | # | # | # | # | # | # | # | # | # |
#> | fused | # | # | # | # | # | # | # | # | # | # |
#> | fused, concatenated with t1ce and flair | # | # | # | # | # | # | # | # | # | # |
#>
#> | difference of Dice | seeds | WT | TC | ET |
#> |---|---:|---:|---:|---:|
#> | fused - average of t1ce and flair | # | # | # | # |
#> | fused, concatenated with t1ce and flair - fused | # | # | # | # |
#> | input of the U-Net | Dice WT | TC | ET | HD95 WT, mm | TC | ET |
#> |---|---:|---:|---:|---:|---:|---:|
#> | average of t1ce and flair | # | # | # | # | # | # |
#> | fused | # | # | # | # | # | # |
#> | fused, concatenated with t1ce and flair | # | # | # | # | # | # |
#> again: nothing trained, the same table
#? stderr *
. "$ROOT/tests/cli/experiments/support/functions.sh"
forms crops crops 6
forms volumes brains BraTS2021_00000 BraTS2021_00002
glioma() { SEEDS="1" EPOCHS=1 STEPS=1 ARMS="average fused both" VOLUMES=brains "$@" experiment glioma crops out; }
glioma >first.md || exit
shape first.md 'HD95|TC|ET'
shape out/whole.md 'HD95|TC|ET'
glioma untrained >second.md || exit
cmp first.md second.md && echo "again: nothing trained, the same table"
