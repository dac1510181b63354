# --volumes: one record a study, with its own geometry and no volume in it; the label keeps its values.
#> {"id":"phantom_0000","size":[40,48,36],"spacing_mm":[4,4,4],"world":4,"volume":null}
f4s-prep "$DATA/phantom" -o out --ids '*_0000' --volumes | cases | jq -c '{id, size: .geometry.size, spacing_mm: [.geometry.spacing_mm[] | round], world: .geometry.world_from_voxel | length, volume: .geometry.volume}'
cmp <(voxels out/labels/phantom_0000.nii.gz) <(voxels "$DATA/phantom/phantom_0000/phantom_0000_seg.nii.gz")
