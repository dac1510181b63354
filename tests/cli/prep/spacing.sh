# --spacing resamples: size and spacing follow, and voxel_from_pixel still leads to the source's voxels.
#> {"size":[20,24],"spacing_mm":[8,8]} [[2,0,0.5],[0,2,0.5],[0,0,12.5]]
f4s-prep "$DATA/phantom" -o out --ids '*_0000' --modalities t1 --spacing 8,8,8 | jq -r 'select(.id == "phantom_0000_z006") | "\(.geometry | {size, spacing_mm}) \(.geometry.volume.voxel_from_pixel)"' | sed 's/\.0\b//g'
