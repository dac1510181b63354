# Several CASES follow one another.
#> phantom_0000_z003
#> phantom_0000_z004
#> x
slices 2 >a.ndjson; slices 3 | tail -1 | jq -c '.id = "x"' >b.ndjson
f4s-fuse a.ndjson b.ndjson -o out --method average | cases | jq -r .id
