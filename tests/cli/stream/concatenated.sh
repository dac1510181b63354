# Streams may be concatenated: run records anywhere, each named in upstream.
#> [{"ok":4,"failed":0,"skipped":0},2]
(ended; slices 2; ended; slices 4 | tail -2) | f4s-fuse - -o out --method average | run_record | jq -c '[.cases, (.upstream | length)]'
