# A stream without run record: its producer died. The cases that came are done, then 65.
#> 3
#> {"ok":3,"failed":0,"skipped":0}
#? exit 65
#? stderr f4s-fuse: stdin ended without a run record: its producer died *
slices 3 | f4s-fuse - -o out --method average >out.ndjson; code=$?
cases out.ndjson | wc -l; run_record out.ndjson | jq -c .cases; exit $code
