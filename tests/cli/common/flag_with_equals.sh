# --flag=value is --flag value.
#> {"bits":"16","levels":2}
f4s-fuse "$DATA/prepared" --output=out --ids='*_z010' --method=laplacian --bits=16 --levels=2 | run_record | jq -c '.config | {bits, levels}'
