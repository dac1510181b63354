# examples/experiments/parts.sh in miniature: everything together and parts left out, scored as volumes; a second call trains nothing and
# gives the same table.
#> | network | Dice WT | Dice TC | Dice ET | Qabf | SSIM | WT minus all | TC minus all | ET minus all |
#> |---|---:|---:|---:|---:|---:|---:|---:|---:|
#> | all | # | # | # | # | # | - | - | - |
#> | no-attention | # | # | # | # | # | # [#, #] | # [#, #] | # [#, #] |
#> | no-adapters | # | # | # | # | # | # [#, #] | # [#, #] | # [#, #] |
#> | unet | # | # | # | # | # | # [#, #] | # [#, #] | # [#, #] |
#> | gradient | # | # | # | # | # | # [#, #] | # [#, #] | # [#, #] |
#> again: nothing trained, the same table
#? stderr *
. "$ROOT/tests/cli/experiments/support/functions.sh"
slices 500 | jq -c '.split |= if . == "test" then "val" else . end' >data.ndjson
parts() {
  ARMS="all no-attention no-adapters unet gradient" SEEDS=1 PROFILE=tiny EPOCHS=1 STEPS=1 BATCH=2 PRETRAIN="1 1" \
    VOLUMES=--volumes "$@" experiment parts data.ndjson out
}
parts >first.md || exit
shape first.md Dice
parts untrained >second.md || exit
cmp first.md second.md && echo "again: nothing trained, the same table"
