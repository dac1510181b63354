# --skip-existing where nothing is yet makes all.
#> {"ok":3,"failed":0,"skipped":0}
f4s-fuse "$DATA/prepared" -o out --ids '*_z010' --method average --skip-existing | run_record | jq -c .cases
