# f4s-metrics' effective configuration, checks with it, fed back gives the same figures.
#> {"ok":3,"failed":0,"skipped":0}
f4s-metrics "$DATA/fused" --ids '*_z010' --check 'fusion.EN.mean > 0' --check 'fusion.SD.mean > 0' --run-record r.json >/dev/null
jq .config r.json >c.json; f4s-metrics "$DATA/fused" --config c.json --run-record r2.json >/dev/null; jq -c .cases r2.json
diff <(jq -cS '.config,.summary,.checks' r.json) <(jq -cS '.config,.summary,.checks' r2.json) >/dev/null
