# NAME=FILE words make up one case: roles have their meaning, other names are modalities, the id is the first file's.
#> {"id":"phantom_0000_z010","modalities":["mri","pet"],"label":true,"from":["mri","pet"]}
p=$DATA/prepared; f4s-fuse mri="$p/images/t1/phantom_0000_z010.png" pet="$p/images/t2/phantom_0000_z010.png" label="$p/labels/phantom_0000_z010.png" -o out --method average |
  cases | jq -c '{id, modalities: .images | keys, label: has("label"), from: .fused_from}'
