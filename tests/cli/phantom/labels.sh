# The label map of a tumour holds 1, 2 and 4 and no other value.
#> 0 1 2 4
voxels "$DATA/phantom/phantom_0000/phantom_0000_seg.nii.gz" | tr ' ' '\n' | sort -nu | xargs
