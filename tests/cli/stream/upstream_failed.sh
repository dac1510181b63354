# An upstream that failed or was interrupted: the work is done, then 65.
#> 65 {"ok":2,"failed":0,"skipped":0} failed
#> 65 {"ok":2,"failed":0,"skipped":0} failed
#? stderr f4s-fuse: the upstream tool failed or was interrupted*f4s-fuse: the upstream tool failed or was interrupted*
(slices 2; ended failed 65) | f4s-fuse - -o a --method average --run-record r.json >/dev/null; echo $? "$(jq -c .cases r.json)" "$(jq -r .status r.json)"
(slices 2; ended interrupted 75) | f4s-fuse - -o b --method average --run-record r.json >/dev/null; echo $? "$(jq -c .cases r.json)" "$(jq -r .status r.json)"
