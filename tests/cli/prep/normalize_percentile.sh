# --normalize percentile (the default): the brain's least to greatest over the full scale.
#> 0 255
f4s-prep "$DATA/phantom" -o out --ids '*_0000' --modalities t1 --volumes --format none; voxels out/images/t1/phantom_0000.nii.gz | tr ' ' '\n' | sort -n | sed -n '1p;$p' | xargs
