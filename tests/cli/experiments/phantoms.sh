# examples/experiments/phantoms.sh in miniature: the models that come with the suite on a synthetic brain and head, without a tumour and
# with one, and a picture of each.
#> | model, phantoms | labelled, ml: mean | median | most | Dice of WT, mean | precision | sensitivity |
#> |---|---:|---:|---:|---:|---:|---:|
#> | glioma, healthy | # | # | # | - | # | - |
#> | glioma, tumour | # | # | # | # | # | # |
#> | lgg, healthy | # | # | # | - | # | - |
#> | lgg, tumour | # | # | # | # | # | # |
#> glioma.png: colour 2
#> lgg.png: colour 2
#? stderr *
. "$ROOT/tests/cli/experiments/support/functions.sh"
CASES=1 BRAINS="8,8,8 25,30,20" HEADS="4,4,10 55,62,16" experiment phantoms out >first.md || exit
shape first.md precision
for picture in out/{glioma,lgg}.png; do echo "$(basename "$picture"): colour $(png_colour_type "$picture")"; done
