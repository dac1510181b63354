# A downstream tool works on the first case while the upstream one has yet to make the second.
#> 2
mkfifo in; f4s-fuse - -o f --method average <in | f4s-metrics - >out.ndjson & exec 3>in
slices 1 >&3; await has_lines out.ndjson 1; slices 2 | tail -1 >&3; await has_lines out.ndjson 2
exec 3>&-; wait; cases out.ndjson | wc -l
#? stderr f4s-fuse: stdin ended without a run record*
