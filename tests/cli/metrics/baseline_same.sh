# --baseline with the figures of the same input: nothing changed.
#> [true,0]
f4s-metrics "$DATA/fused" >base.ndjson; f4s-metrics "$DATA/fused" --baseline base.ndjson --tolerance 0 | run_record | jq -c '.checks[0] | [.met, .fell_short]'
