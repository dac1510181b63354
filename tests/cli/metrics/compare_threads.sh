# The comparison is the same bytes for any number of threads.
f4s-fuse "$DATA/prepared" -o avg --method average --modalities t1ce,flair --format none; f4s-metrics avg >avg.ndjson
c() { f4s-metrics "$DATA/fused" --compare avg.ndjson -j"$1" | run_record | jq -c .summary.compare; }
[[ -n $(c 1) ]] && diff <(c 1) <(c 4)
