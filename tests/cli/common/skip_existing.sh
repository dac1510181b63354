# --skip-existing on an unchanged input: nothing is done again, no image is touched, all cases count as skipped.
#> {"ok":0,"failed":0,"skipped":3}
f4s-fuse "$DATA/prepared" -o out --ids '*_z010' --method average >first; times out >before; digest out >sums
f4s-fuse "$DATA/prepared" -o out --ids '*_z010' --method average --skip-existing >second
run_record second | jq -c .cases
diff before <(times out) && diff sums <(digest out) && diff <(cases first) <(cases second)
