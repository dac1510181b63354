# A reader of stdout that takes nothing: one signal ends the wait for it, with 75.
#> 75
#> f4s-metrics: stopped by a signal, and nobody reads stdout [stdout]
mkfifo pipe; (exec 3<pipe sleep 100) & reader=$!
slices 1 | jq -c '.prediction = .label' >one.ndjson
awk '{ for (i = 0; i < 300; ++i) { line = $0; sub(/"id":"[^"]*"/, "\"id\":\"c" i "\"", line); print line } }' one.ndjson >many.ndjson
f4s-metrics many.ndjson >pipe 2>said & tool=$!
held() { python3 -c 'import fcntl, os, struct, termios
pipe = os.open("pipe", os.O_RDONLY | os.O_NONBLOCK)
print(struct.unpack("i", fcntl.ioctl(pipe, termios.FIONREAD, bytes(4)))[0])'; }
full() { local before; before=$(held); sleep 0.5; [[ $before -gt 20000 && $(held) = "$before" ]]; }
await full; kill -TERM $tool; wait $tool; echo $?; cat said
kill $reader
