# A failure two tools up is one still.
#> 65 65
#? stderr f4s-fuse: the upstream tool*f4s-metrics: the upstream tool*
(slices 1; ended failed 65) | f4s-fuse - -o a --method average | f4s-metrics - >/dev/null; echo "${PIPESTATUS[@]:1}"
