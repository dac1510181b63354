# SIGTERM on f4s-metrics: the figures so far, a run record with status interrupted, 75.
#> 75 interrupted 2
#? stderr f4s-metrics: *stopped by a signal*
mkfifo in; f4s-metrics - <in >out.ndjson & pid=$!; exec 3>in
slices 2 | jq -c '.fused = .images.t1' >&3; await has_lines out.ndjson 2; kill -TERM $pid; wait $pid
echo $? "$(run_record out.ndjson | jq -r '"\(.status) \(.cases.ok)"')"
