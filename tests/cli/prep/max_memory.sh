# --max-memory: cases wait for room, so that the peak stays below it, and the dataset is the same; what cannot fit at
# all is 71.
#> below 0.14 GiB: true, all at once take more: true
#> 71 memory.limit
#? stderr f4s-prep: *it takes about *GiB, and --max-memory leaves *
f4s-phantom -o big --cases 4 --size 120,144,110 --format none
f4s-prep big -o free -j 4 --run-record free.json --format none
f4s-prep big -o held -j 4 --max-memory 0.14 --run-record held.json --format none
peak() { jq .peak_rss_bytes "$1"; }
limit=$((14 * 1073741824 / 100))
echo "below 0.14 GiB: $(jq -n "$(peak held.json) <= $limit"), all at once take more: $(jq -n "$(peak free.json) > $limit")"
diff <(digest free) <(digest held)
f4s-prep big -o small --max-memory 0.05 --run-record r.json --format none; echo "$? $(jq -r .error.code r.json)"
