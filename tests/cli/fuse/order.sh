# The order of the modalities does not change what average and maximum make; fused_from tells it.
#> ["flair","t1"]
#> ["t1","flair"]
mkdir a b
f4s-fuse "$DATA/prepared" -o a/out --ids '*_z015' --method maximum --modalities flair,t1 | cases | jq -c .fused_from | uniq
f4s-fuse "$DATA/prepared" -o b/out --ids '*_z015' --method maximum --modalities t1,flair | cases | jq -c .fused_from | uniq
diff -r a/out/fused b/out/fused
