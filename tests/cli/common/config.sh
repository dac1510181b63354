# --config sets parameters, and a flag goes before it wherever it stands.
#> {"levels":1,"bits":"16"}
echo '{"levels":3,"bits":"16","method":"laplacian"}' >c.json
f4s-fuse "$DATA/prepared" --levels 1 --config c.json -o out --ids '*_z010' | run_record | jq -c '.config | {levels, bits}'
