# --partial-input makes good what came: the next tool sees a run that ended well.
#> 0 2
slices 2 | f4s-fuse - -o f --method average --partial-input | f4s-metrics - >out; echo "${PIPESTATUS[2]}" "$(cases out | wc -l)"
