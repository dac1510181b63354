# examples/experiments/attention.sh in miniature: of FLAIR what received most attention, random places and what received least are deleted,
# a tenth of the head's blocks each; a second call trains nothing and gives the same table.
#> | deleted of FLAIR | change elsewhere, each seed | Dice | Dice minus that of nothing deleted |
#> |---|---:|---:|---:|
#> | nothing | - | # | - |
#> | received | #, # | # | # [#, #] |
#> | random | #, # | # | # [#, #] |
#> | least | #, # | # | # [#, #] |
#> blocks deleted: as many of each: true
#> again: nothing trained, the same table
#? stderr *
. "$ROOT/tests/cli/experiments/support/functions.sh"
forms slices slices 10
attention() { SEEDS="1 2" STEPS="1 1" "$@" experiment attention slices out; }
attention >first.md || exit
shape first.md
blocks() { cat out/deleted-1/"$1"/*.txt | wc -l; }
echo "blocks deleted: as many of each: $([[ $(blocks received) = "$(blocks random)" && $(blocks random) = "$(blocks least)" && $(blocks least) -gt 0 ]] && echo true)"
attention untrained >second.md || exit
cmp first.md second.md && echo "again: nothing trained, the same table"
