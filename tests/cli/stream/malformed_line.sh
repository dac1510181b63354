# A line that is no JSON: 65 with the line's number, after the cases before it.
#> 1
#? exit 65
#? stderr f4s-fuse: stdin: line 2: *
(slices 1; echo '{"schema":'; ended) | f4s-fuse - -o out --method average >out.ndjson; code=$?; cases out.ndjson | wc -l; exit $code
