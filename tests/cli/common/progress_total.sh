# Progress tells of how many, where the cases are known beforehand.
#> [1,2]
#> [2,2]
mkdir a b; nrrd "2 1 1" 1 2 | tee a/{1,2}.nrrd b/{1,2}.nrrd >/dev/null
f4s-fuse a=a b=b -o out --method average --progress ndjson --format none 2>progress; jq -c '[.done, .total]' progress
