# --by subject of fused slices: a record a subject, the mean over its slices, and floors likewise.
#> 3 true true
f4s-metrics "$DATA/fused" --by subject --floors >s; f4s-metrics "$DATA/fused" --by volume --floors >v
echo "$(cases s | jq -r 'select(has("floor") | not).id' | wc -l) $(diff <(cases s | jq -S '{id, metrics}') <(cases v | jq -S '{id, metrics}') >/dev/null && echo true) $(diff <(run_record s | jq -S .summary) <(run_record v | jq -S .summary) >/dev/null && echo true)"
