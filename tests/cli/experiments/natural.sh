# examples/experiments/natural.sh in miniature: a rule, a model by its name and a network that is trained, on infrared and visible pairs, a
# third of which is scored; colour images keep their colour; a second call trains nothing and gives the same table.
#> | method | EN | SD | SF | MI | SCD | VIF | Qabf | SSIM | weights | training s | fusing ms | segmenting ms | peak MiB |
#> |---|---:|---:|---:|---:|---:|---:|---:|---:|---:|---:|---:|---:|---:|
#> | average | # | # | # | # | # | # | # | # | # | # | # | # | # |
#> | harvard | # | # | # | # | # | # | # | # | # | # | # | # | # |
#> | fuse4seg | # | # | # | # | # | # | # | # | # | # | # | # | # |
#> pairs scored: 2 of 6; colours of their fused images: 6 2
#> again: nothing trained, the same table
#? stderr *
. "$ROOT/tests/cli/experiments/support/functions.sh"
forms pairs natural/tno rgb=ir colour=vi 3
forms pairs natural/roadscene ir colour=vi 3
natural() { METHODS="average harvard fuse4seg" EPOCHS=1 STEPS=1 CROP=64 BATCH=2 "$@" experiment natural natural out; }
natural >first.md || exit
shape first.md
echo "pairs scored: $(jq -s 'map(select(.split == "test")) | length' out/data/cases.ndjson) of 6; colours of their fused images: $(
  for file in out/fuse4seg-seed1-fused/fused/*.png; do png_colour_type "$file"; done | sort | uniq -c | xargs)"
natural untrained >second.md || exit
cmp first.md second.md && echo "again: nothing trained, the same table"
