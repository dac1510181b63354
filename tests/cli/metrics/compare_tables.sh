# Each format has the comparison; in tsv it is columns of the same lines.
#> 2 2 2 1
f4s-metrics "$DATA/fused" --split val >a.ndjson; f() { f4s-metrics "$DATA/fused" --split val --compare a.ndjson --format "$1"; }
echo "$(f table | grep -c 'compared with a.ndjson')" "$(f markdown | grep -c 'compared with a.ndjson')" "$(f latex | grep -c 'compared with a.ndjson')" "$(f tsv | awk -F'\t' '{print NF}' | sort -u | grep -cx 30)"
