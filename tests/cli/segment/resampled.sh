# Slices that were resampled and padded still go back to the source's grid; 36 slices were made of 28, and none is empty.
#> [[40,48,36],[4,4,4]]
#> 69120
make_model m.safetensors; f4s-prep "$DATA/phantom" --ids '*_0000' -o p --slices all --spacing 3,3,5 --size 72 --format none
f4s-segment p -o v --model m.safetensors --volumes | cases | jq -c '[.geometry.size,.geometry.spacing_mm]'
voxels v/labels/phantom_0000.nii.gz | wc -w
f4s-prep "t1=$DATA/phantom/phantom_0000/phantom_0000_t1.nii.gz" label=v/labels/phantom_0000.nii.gz -o back --slices label --format none && [[ $(wc -l <back/cases.ndjson) = 36 ]]
