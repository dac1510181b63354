# A baseline of several shards is all of their cases; one shard does not meet it, nor is the last of them alone the baseline.
#> 0
#> 1
#> 65 baseline.record
#? stderr *
slices 6 >six.ndjson; jq -c '.prediction = .label' six.ndjson >c.ndjson
m() { f4s-metrics c.ndjson "$@"; }
for s in 1 2; do m --shard $s/2 >s$s.ndjson; done; cat s1.ndjson s2.ndjson >whole.ndjson
m --baseline whole.ndjson --format none; echo $?
m --shard 2/2 --baseline whole.ndjson --format none; echo $?
run_record s1.ndjson | jq -c '.status = "interrupted"' >i.ndjson; m --baseline i.ndjson --format none --run-record r.json; echo $? "$(jq -r .error.code r.json)"
