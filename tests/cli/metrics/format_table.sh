# --format table: a table of the summary alone.
#> fusion
#> source metric n mean sd median 95 % CI
f4s-metrics "$DATA/fused" --format table | head -2 | tr -s ' '
