# kill -9 in the middle leaves complete files alone; the same command goes on to the bytes of an undisturbed run.
#> 137 unfinished
#> {"ok":6,"failed":0,"skipped":3}
mkdir a b; (slices 9; ended) >all; mkfifo in; f4s-fuse - -o a/out --method average <in >out.ndjson & pid=$!; exec 3>in
slices 3 >&3; await has_lines out.ndjson 3; kill -9 $pid; wait $pid 2>/dev/null; echo $? "$([[ -e a/out/dataset.json ]] || echo unfinished)"
f4s-fuse - -o a/out --method average <all | run_record | jq -c .cases; f4s-fuse - -o b/out --method average <all --format none
diff <(digest a/out) <(digest b/out)
#? stderr *
