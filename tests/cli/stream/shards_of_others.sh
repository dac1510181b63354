# Shards that went over other cases are not joined to one dataset.
#> 0 65
#? stderr *dataset.shards*
f4s-fuse "$DATA/prepared" -o out --method average --shard 1/2 --format none; codes=$?
head -n 40 "$DATA/prepared/cases.ndjson" | jq -c --arg d "$DATA/prepared/" '(.images |= map_values($d + .)) | del(.label, .mask)' >some.ndjson
f4s-fuse some.ndjson -o out --method average --shard 2/2 --format none; echo $codes $?; [ ! -e out/dataset.json ] || exit 3
