# SIGTERM: the case in hand is finished, the run record says interrupted, exit 75; the same command goes on to the same bytes.
#> 75 interrupted 75 3
#? stderr f4s-fuse: *stopped by a signal*
mkdir a b; mkfifo in; f4s-fuse - -o a/out --method average <in >out.ndjson & pid=$!; exec 3>in
slices 3 >&3; await has_lines out.ndjson 3; kill -TERM $pid; wait $pid
echo $? "$(run_record out.ndjson | jq -r '"\(.status) \(.exit_code) \(.cases.ok)"')"; exec 3>&-; [[ ! -e a/out/dataset.json ]] || exit 1
(slices 9; ended) >all; f4s-fuse - -o a/out --method average <all --format none; f4s-fuse - -o b/out --method average <all --format none
diff <(digest a/out) <(digest b/out)
