# f4s-metrics: the same records and summary, byte for byte, with one thread and with three.
f4s-metrics "$DATA/fused" -j 1 >a; f4s-metrics "$DATA/fused" -j 3 >b
[[ $(wc -l <a) == 98 ]] && diff <(cases a) <(cases b) && diff <(run_record a | jq -c .summary) <(run_record b | jq -c .summary)
