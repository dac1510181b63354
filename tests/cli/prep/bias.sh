# --bias n4: the record says what was done; without it there is no word, and intensities differ.
#> n4 3 true
#> false
#> differ
f4s-prep "$DATA/phantom" --ids '*_0000' --modalities t1 -o a --bias n4 --volumes | cases | jq -r '.bias.t1 | "\(.method) \(.iterations | length) \(.field[0] < 1 and .field[1] > 1)"'
f4s-prep "$DATA/phantom" --ids '*_0000' --modalities t1 -o b --volumes | cases | jq 'has("bias")'
cmp -s a/images/t1/phantom_0000.nii.gz b/images/t1/phantom_0000.nii.gz || echo differ
