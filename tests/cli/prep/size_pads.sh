# --size pads about the centre and never resamples; voxel_from_pixel takes the margin out again.
#> {"size":[64,64],"voxel_from_pixel":[[1,0,-12],[0,1,-8],[0,0,10]]}
f4s-prep "$DATA/phantom" -o out --ids '*_0000' --modalities t1 --size 64 | jq -c 'select(.id == "phantom_0000_z010") | {size: .geometry.size, voxel_from_pixel: .geometry.volume.voxel_from_pixel}' | sed 's/\.0\b//g'
