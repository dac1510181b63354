# --keep-going: the failed case goes on with its error, the run exits 8, and the next tool passes it on.
#> 8 8
#> ["x",{"code":"input.missing","file":"/no.png"}]
#> {"ok":1,"failed":1,"skipped":0} {"ok":1,"failed":0,"skipped":1}
#? stderr f4s-fuse: case 'x': /no.png: no such file*
(slices 1; echo '{"schema":"f4s.case/1","id":"x","images":{"t1":"/no.png","t2":"/no.png"}}'; ended) |
  f4s-fuse - -o out --method average --keep-going --run-record r.json | f4s-metrics - --run-record r2.json >out.ndjson
echo "${PIPESTATUS[@]:1}"; cases out.ndjson | jq -c 'select(.error) | [.id, (.error | {code, file})]'
echo "$(jq -c .cases r.json)" "$(jq -c .cases r2.json)"
