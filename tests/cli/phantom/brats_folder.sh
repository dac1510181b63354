# f4s-phantom writes a BraTS folder that f4s-prep takes as one, without dataset.json too.
#> phantom_0000_brainmask.nii.gz
#> phantom_0000_flair.nii.gz
#> phantom_0000_seg.nii.gz
#> phantom_0000_t1.nii.gz
#> phantom_0000_t1ce.nii.gz
#> phantom_0000_t2.nii.gz
#> {"ok":33,"failed":0,"skipped":0}
mkdir in; cp -r "$DATA/phantom/phantom_0000" in; ls in/phantom_0000
f4s-prep in -o out | run_record | jq -c .cases
