# A second signal ends a tool at once, whatever it is at: 128 + 15.
#> 143
f4s-phantom -o out --cases 1 --size 512,512,512 >/dev/null & pid=$!
await test -e /proc/$pid/fd; sleep 0.3; kill -TERM $pid; sleep 0.1; kill -TERM $pid; wait $pid; echo $?
