# --progress ndjson: a JSON line on stderr for each case, with how many are done.
#> ["f4s-fuse",1]
#> ["f4s-fuse",2]
#> ["f4s-fuse",3]
f4s-fuse "$DATA/prepared" -o out --method average --ids '*_z010' --progress ndjson --format none 2>progress; jq -c '[.tool, .done]' progress
