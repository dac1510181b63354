# A record with an error passes through every tool untouched, counts as skipped, and the runs exit 8.
#> 8 8 {"ok":1,"failed":0,"skipped":1}
broken='{"schema":"f4s.case/1","id":"x","error":{"code":"input.truncated","message":"it was"},"mine":[1]}'
(slices 1; echo "$broken"; ended partial 8 1) | f4s-fuse - -o out --method average | f4s-metrics - --run-record r.json >out.ndjson
echo "${PIPESTATUS[@]:1}" "$(jq -c .cases r.json)"; diff <(echo "$broken") <(grep '"x"' out.ndjson)
