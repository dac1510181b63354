# A stream with a run record and no case is done at once: an empty selection upstream is no fault of the reader.
#> {"ok":0,"failed":0,"skipped":0}
ended | f4s-fuse - -o out --method average | run_record | jq -c .cases
