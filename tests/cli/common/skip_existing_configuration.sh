# --skip-existing makes all again where the configuration changed.
#> {"ok":3,"failed":0,"skipped":0}
f4s-fuse "$DATA/prepared" -o out --ids '*_z010' --method average --format none
f4s-fuse "$DATA/prepared" -o out --ids '*_z010' --method maximum --skip-existing | run_record | jq -c .cases
