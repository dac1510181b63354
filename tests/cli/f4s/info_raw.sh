# f4s info of a folder of raw studies says with which command to begin.
#> kind   raw studies
#> first  phantom_0000/phantom_0000_brainmask.nii.gz
#> next   f4s-prep brats -o brats-prepared
mkdir brats; cp -r "$DATA/phantom/phantom_0000" brats
f4s info brats | tail -n +2
