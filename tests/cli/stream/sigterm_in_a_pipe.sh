# A tool that is stopped in a pipe tells the next one, which exits 65 after the cases that came.
#> 65 2 interrupted
#? stderr *f4s-fuse: *stopped by a signal*f4s-metrics: the upstream tool failed or was interrupted*
mkfifo in; (f4s-fuse - -o f --method average <in & echo $! >pid; wait $!) | f4s-metrics - >out.ndjson & exec 3>in
slices 2 >&3; await has_lines out.ndjson 2; kill -TERM "$(cat pid)"; wait $!
echo $? "$(run_record out.ndjson | jq -r '"\(.cases.ok) \(.upstream[0].status)"')"
