# examples/experiments/fusioninn.sh in miniature: our losses and those published, decomposed from all that is kept and from less, on
# slices and on whole brains, whose slices are too small for VIF; a second call trains nothing and gives the same tables.
#> | losses | SCD | VIF | Qabf | SSIM | image, latent planes and rest | without rest, 8 bit | without rest, 16 bit | the image alone | seconds |
#> |---|---:|---:|---:|---:|---:|---:|---:|---:|---:|
#> | ours | # | - | # | # | all equal | # / # | # / # | # / # | # |
#> | published | # | - | # | # | all equal | # / # | # / # | # / # | # |
#> | fused by | SCD | VIF | Qabf | SSIM | image, latent planes and rest | without rest, 8 bit | the image alone |
#> |---|---:|---:|---:|---:|---:|---:|---:|
#> | fusioninn, ours | # | - | # | # | all equal | # / # | # / # |
#> | fusioninn, published | # | - | # | # | all equal | # / # | # / # |
#> | average | # | - | # | # | - | - | - |
#> | maximum | # | - | # | # | - | - | - |
#> again: nothing trained, the same table
#? stderr *
. "$ROOT/tests/cli/experiments/support/functions.sh"
forms volumes brains BraTS2021_00000 BraTS2021_00002
fusioninn() { EPOCHS=1 STEPS=1 BATCH=2 IDS='*_z01?' VOLUMES=brains "$@" experiment fusioninn "$DATA/prepared" out; }
fusioninn >first.md || exit
shape first.md
fusioninn untrained >second.md || exit
cmp first.md second.md && echo "again: nothing trained, the same table"
