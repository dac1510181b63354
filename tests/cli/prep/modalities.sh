# --modalities chooses and orders.
#> ["flair","t1"]
f4s-prep "$DATA/phantom" -o out --ids '*_0000' --slices label --modalities flair,t1 | cases | jq -c '.images | keys_unsorted' | uniq
