# An upstream with failed cases: the reader exits 8.
#> 8 partial
(slices 2; ended partial 8 1) | f4s-fuse - -o out --method average --run-record r.json >/dev/null; echo $? "$(jq -r .status r.json)"
