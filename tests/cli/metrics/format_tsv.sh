# --format tsv: a table that a spreadsheet reads: as many fields in each line.
#> 1
f4s-metrics "$DATA/fused" --format tsv --rows summary | awk -F'\t' 'NF > 1 {print NF}' | sort -u | wc -l
