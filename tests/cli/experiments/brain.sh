# examples/experiments/brain.sh in miniature: the lowest Dice of two phantom heads in each modality, and that of a head with a mask beside it, in
# its column.
#> | head | T1 | T1ce | T2 | FLAIR |
#> |---|---:|---:|---:|---:|
#> | two, small | # | # | # | # |
#> | a head | # |  |  |  |
#> all in table.md
#? stderr *
. "$ROOT/tests/cli/experiments/support/functions.sh"
HEADS="two, small|3,--size 32;38;33 --bias 0.2|7,--size 32;38;33" experiment brain out "t1 a head=$DATA/phantom/phantom_0000/phantom_0000_t1.nii.gz,$DATA/phantom/phantom_0000/phantom_0000_brainmask.nii.gz" >first.md || exit
shape first.md
cmp first.md out/table.md && echo "all in table.md"
