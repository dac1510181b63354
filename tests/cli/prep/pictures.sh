# 2-D pictures go straight through: names, size, label, mask.
#> {"id":"phantom_0000_z015","images":["t1","t2"],"size":[64,64],"label":true,"mask":true,"volume":null}
#? stderr *warning: no label map of the training split has a labelled voxel*
p=$DATA/prepared; f4s-prep t1="$p/images/t1/phantom_0000_z015.png" t2="$p/images/t2/phantom_0000_z015.png" label="$p/labels/phantom_0000_z015.png" -o out --size 64 |
  cases | jq -c '{id, images: .images | keys, size: .geometry.size, label: has("label"), mask: has("mask"), volume: .geometry.volume}'
