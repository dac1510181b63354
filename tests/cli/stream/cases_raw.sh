# A BraTS folder is no dataset: 65, and the command to type first; with it, the same command runs.
#> 65
#? stderr f4s-fuse: *brats: holds raw studies (phantom_0000/phantom_0000_*.nii.gz ...)*run f4s-prep first: f4s-prep brats -o brats-prepared \[dataset.raw\]
mkdir brats; cp -r "$DATA/phantom/phantom_0000" brats
f4s-fuse brats -o out --method average --format none 2>err; echo $?
cat err >&2
eval "$(sed 's/.*first: //; s/ \[.*//' err) --format none" && f4s-fuse brats-prepared -o out --method average --format none
