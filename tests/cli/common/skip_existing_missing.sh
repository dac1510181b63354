# --skip-existing makes again what was removed.
#> {"ok":1,"failed":0,"skipped":2}
f4s-fuse "$DATA/prepared" -o out --ids '*_z010' --method average --format none; rm out/fused/phantom_0002_z010.png
f4s-fuse "$DATA/prepared" -o out --ids '*_z010' --method average --skip-existing | run_record | jq -c .cases
[[ -s out/fused/phantom_0002_z010.png ]]
