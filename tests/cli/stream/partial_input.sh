# --partial-input takes a stream whose producer died as what it is.
#> 0 {"ok":3,"failed":0,"skipped":0}
slices 3 | f4s-fuse - -o out --method average --partial-input --run-record r.json >/dev/null
echo $? "$(jq -c .cases r.json)"; [[ -s out/dataset.json ]]
