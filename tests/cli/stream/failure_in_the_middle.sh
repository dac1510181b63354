# A tool that fails in the middle of a pipe: the next one does what came and exits 65.
#> 66 65 1
#? stderr f4s-fuse: case 'x': *f4s-metrics: the upstream tool failed*
(slices 1; echo '{"schema":"f4s.case/1","id":"x","images":{"a":"/no.png","b":"/no.png"}}'; ended) | f4s-fuse - -o f --method average | f4s-metrics - >out; echo "${PIPESTATUS[@]:1}" "$(cases out | wc -l)"
