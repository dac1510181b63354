# A reader of stdout that takes nothing: one signal ends the wait for it, with 75.
#> 75
#> f4s-metrics: stopped by a signal, and nobody reads stdout [stdout]
mkfifo pipe; sleep 100 <pipe & reader=$!
slices 1 | jq -c '.prediction = .label' >one.ndjson
awk '{ for (i = 0; i < 300; ++i) { line = $0; sub(/"id":"[^"]*"/, "\"id\":\"c" i "\"", line); print line } }' one.ndjson >many.ndjson
f4s-metrics many.ndjson >pipe 2>said & tool=$!
busy() { awk '{ print $14 + $15 }' "/proc/$tool/stat"; }
waits() { local before; before=$(busy); sleep 0.5; [[ $before -gt 0 && $(busy) = "$before" ]]; }  # the pipe is full
await waits; kill -TERM $tool; wait $tool; echo $?; cat said
kill $reader
