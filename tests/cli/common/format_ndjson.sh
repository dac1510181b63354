# --format ndjson: case records, then one run record, one JSON object a line.
#> f4s.case/1
#> f4s.case/1
#> f4s.case/1
#> f4s.run/1
f4s-fuse "$DATA/prepared" --ids '*_z010' --method average -o out --format ndjson | jq -r .schema
