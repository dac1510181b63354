# After SIGINT the same command does not do again what was done.
#> 75
#> {"ok":6,"failed":0,"skipped":3}
#? stderr f4s-fuse: *stopped by a signal*
set -m; mkfifo in; f4s-fuse - -o out --method average <in >out.ndjson & pid=$!; exec 3>in
slices 3 >&3; await has_lines out.ndjson 3; times out >before; kill -INT $pid; wait $pid; echo $?; exec 3>&-
(slices 9; ended) | f4s-fuse - -o out --method average | run_record | jq -c .cases; [[ -z $(diff before <(times out) | grep '^<') ]]
