# A BraTS folder is no dataset to score: 65, and the command to type first, after which there is one.
#> 65
#? stderr f4s-metrics: *brats: holds raw studies (phantom_0000/phantom_0000_*.nii.gz ...)*run f4s-prep first: f4s-prep brats -o brats-prepared \[dataset.raw\]
mkdir brats; cp -r "$DATA/phantom/phantom_0000" brats
f4s-metrics brats --format none 2>err; echo $?
cat err >&2
eval "$(sed 's/.*first: //; s/ \[.*//' err) --format none" && f4s-fuse brats-prepared -o out --method average --format none
