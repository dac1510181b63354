# --slices: all of them, those with brain, those with a label.
#> 36
#> 33
[[ $(f4s-prep "$DATA/phantom" -o c --ids '*_0000' --modalities t1 --slices label | cases | wc -l) -lt 33 ]] || exit 1
for s in all brain; do f4s-prep "$DATA/phantom" -o $s --ids '*_0000' --modalities t1 --slices $s | cases | wc -l; done
