# --format mqc: files of custom content that MultiQC takes, with ids of their own.
#> 0
#> true
f4s-metrics "$DATA/fused" --ids '*_z01?' >scores.ndjson
f4s-report scores.ndjson -o mqc --format mqc >/dev/null; echo $?
jq -s 'length > 3 and (map(.id) | unique | length) == length and all(.[]; .plot_type | IN("table", "box", "scatter", "linegraph")) and any(.[]; .id == "f4s_cases" and (.headers | length > 0 and all(.[]; .format == "{:,.4f}")) and (.data | length) == 30)' mqc/*_mqc.json
