# --tumours 0: the label map is empty.
#> 0
f4s-phantom -o out --cases 1 --size 16,16,16 --tumours 0 --format none
voxels out/phantom_0000/phantom_0000_seg.nii.gz | tr ' ' '\n' | sort -nu | xargs
