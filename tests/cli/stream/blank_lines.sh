# Empty lines and CRLF between records are no records.
#> {"ok":2,"failed":0,"skipped":0}
(slices 1; echo; slices 2 | tail -1 | sed 's/$/\r/'; ended; echo ' ') | f4s-fuse - -o out --method average | run_record | jq -c .cases
