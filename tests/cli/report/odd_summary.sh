# A summary of anybody: intervals that are none, statistics that are text. The page is made of the cases' own numbers.
#> 0 0 0 0 0 0
#? stderr *
slices 2 | jq -c '.prediction = .label' | cat - <(ended) | f4s-metrics - >scores.ndjson
code() { jq -c "if .schema == \"f4s.run/1\" then .summary.segmentation |= map_values(.dice |= ($1)) else . end" scores.ndjson >odd.ndjson; f4s-report odd.ndjson -o r.html --force >/dev/null; echo $?; }
for change in '.ci95 = []' '.ci95 = [1]' '.ci95 = "x"' '.ci95 = [1,"x"]' '.mean = "x"' '{n: 1}'; do code "$change"; done | xargs
