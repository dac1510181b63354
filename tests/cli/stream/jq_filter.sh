# jq in the middle may take cases away; the run record passes.
#> {"ok":32,"failed":0,"skipped":0}
f4s-fuse "$DATA/prepared" -o out --method average | jq -c 'select(.schema == "f4s.run/1" or .split == "test")' | f4s-metrics - | run_record | jq -c .cases
