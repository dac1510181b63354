# --combinations: a record for each combination; case keeps the old id.
#> ["phantom_0000_z015+t1-t1ce","phantom_0000_z015",["t1","t1ce"]]
#> ["phantom_0000_z015+t1-t2","phantom_0000_z015",["t1","t2"]]
#> ["phantom_0000_z015+t1ce-t2","phantom_0000_z015",["t1ce","t2"]]
#> ["phantom_0000_z015+t1-t1ce-t2","phantom_0000_z015",["t1","t1ce","t2"]]
f4s-fuse "$DATA/prepared" -o out --ids phantom_0000_z015 --method average --modalities t1,t1ce,t2 --combinations 2,3 | cases | jq -c '[.id, .case, .fused_from]'
