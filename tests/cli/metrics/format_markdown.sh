# --format markdown: a table of pipes, all rows as wide.
#> 1
f4s-metrics "$DATA/fused" --format markdown | grep '^|' | awk -F'|' '{print NF}' | sort -u | wc -l
