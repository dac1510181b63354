# --check of sound studies: nothing is written, no -o is wanted, the records come without error, exit 0.
#> 3 0
#> {"ok":3,"failed":0,"skipped":0}
#> {"error":{},"warning":{},"info":{}}
mkdir w; cd w || exit; f4s-prep --check "$DATA/phantom" --run-record ../r.json | cases | jq -s -r '"\(length) \(map(.error, (.findings // [] | .[] | select(.severity == "error"))) | map(select(.)) | length)"'
jq -c .cases ../r.json; jq -c .summary.findings ../r.json
[[ -z $(ls -A) ]]
