# One signal lets a tool end in order (75); a second one ends it at once, whatever it is at: 128 + 15, without a run record.
#> first: still at work
#> second: 143, 0 records, at once
#> one alone: 75
#? stderr *
f4s-phantom -o out --cases 1 --size 512,512,512 >said & pid=$!
caught() { grep -q "^SigCgt:.*[4-7c-f]...$" /proc/$pid/status 2>/dev/null; }  # SIGTERM is the 15th bit: the handler is there
await caught; sleep 0.2; kill -TERM $pid; sleep 0.3; kill -0 $pid && echo "first: still at work"
begin=$(date +%s%N); kill -TERM $pid; wait $pid; code=$?
ms=$((($(date +%s%N) - begin) / 1000000)); echo "second: $code, $(run_record said | wc -l) records, $([[ $ms -lt 2000 ]] && echo at once || echo "$ms ms")"
f4s-phantom -o other --cases 500 --size 24,24,24 >said & pid=$!; await caught; sleep 0.2; kill -TERM $pid; wait $pid; echo "one alone: $?"
