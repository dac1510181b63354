# SIGTERM while nothing has come: 75 at once, and a run record.
#> 75 interrupted 0
#? stderr f4s-fuse: *stopped by a signal*
mkfifo in; f4s-fuse - -o out --method average <in >out.ndjson & pid=$!; exec 3>in
sleep 0.3; kill -TERM $pid; wait $pid; echo $? "$(run_record out.ndjson | jq -r '"\(.status) \(.cases.ok)"')"
