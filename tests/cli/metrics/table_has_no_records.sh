# In a table's format stdout holds that alone, and the run record goes to --run-record.
#> ok
f4s-metrics "$DATA/fused" --format markdown --run-record r.json | (! grep '{"schema"') && jq -r .status r.json
