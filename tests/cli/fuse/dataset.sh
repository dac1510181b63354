# What f4s-fuse writes is a dataset: fused/ID.png, classes, splits and counts carried over.
#> ["f4s.dataset/1","f4s-fuse","laplacian",97,["1","2","4"]]
jq -c '[.schema, .made_by.tool, .fused_by, .counts.cases, (.classes | keys)]' "$DATA/fused/dataset.json"
[[ $(ls "$DATA/fused/fused" | wc -l) == 97 ]]
