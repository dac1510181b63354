# --rows chooses in every format: cases on a terminal, the summary in csv.
#> 1 part,family,group,metric,n
f4s-metrics "$DATA/fused" --split val >a.ndjson
echo "$(f4s-metrics "$DATA/fused" --ids phantom_0000_z015 --rows cases --columns EN,SD --format table | grep -c '^phantom_0000_z015  phantom_0000  val  *[0-9.]*  *[0-9.]*$') $(f4s-metrics "$DATA/fused" --split val --rows summary --format csv | head -1 | cut -d, -f1-5)"
