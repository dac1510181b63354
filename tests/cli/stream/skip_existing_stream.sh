# --skip-existing in a pipe: what is up to date is passed on, and the next tool sees all of it.
#> [{"ok":0,"failed":0,"skipped":3},{"ok":3,"failed":0,"skipped":0}]
f4s-fuse "$DATA/prepared" -o f --ids '*_z010' --method average --format none
f4s-fuse "$DATA/prepared" -o f --ids '*_z010' --method average --skip-existing | f4s-metrics - | run_record | jq -c '[.upstream[0].cases, .cases]'
