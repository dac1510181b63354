# The run record says what ran, on what and with which outcome, and ends stdout; --run-record writes the same.
#> ["f4s-fuse","--method","average","cpu",2,{"ok":3,"failed":0,"skipped":0},"ok",0]
f4s-fuse --method average "$DATA/prepared" -o out --ids '*_z010' -j 2 --run-record r.json >out.ndjson
jq -c '[(.argv[0] | sub(".*/"; "")), .argv[1], .argv[2], .device, .threads, .cases, .status, .exit_code]' r.json
cmp r.json <(tail -1 out.ndjson) && holds '.version and .seconds >= 0 and .peak_rss_bytes > 1000000 and .config.ids == "*_z010"' r.json
