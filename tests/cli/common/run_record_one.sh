# Exactly one run record ends each tool's stdout.
#> 1 1
#> 1 1
#> 1 1
#> 1 1
ends() { tee all | run_record | wc -l | tr '\n' ' '; tail -1 all | run_record | wc -l; }
f4s-phantom -o p --cases 1 --size 24,24,24 | ends
f4s-prep p -o d --slices label | ends
f4s-fuse d -o f --method average | ends
f4s-metrics f | ends
