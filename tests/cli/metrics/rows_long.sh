# --long: a row for each case and metric.
#> id	subject	split	family	group	metric	value
#> phantom_0000_z015	phantom_0000	val	fusion	all	EN
#> 24 true
f4s-metrics "$DATA/fused" --ids phantom_0000_z015 --format tsv --long >t
head -1 t; sed -n 2p t | cut -f1-6; echo "$(tail -n +2 t | wc -l) $(holds -n --argjson a "$(awk -F'\t' '$6 == "SD" && $5 == "all" {print $7}' t)" --argjson b "$(f4s-metrics "$DATA/fused" --ids phantom_0000_z015 | cases | jq .metrics.fusion.SD)" '$a == $b' && echo true)"
