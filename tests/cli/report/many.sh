# 10,000 cases: a page of at most 10 MB, and memory that does not grow with their number.
#> true true
#> 9
make() { slices 500 | head -n 1 | jq -c --argjson n "$1" 'range($n) as $i | .id = "case_\($i)" | .subject = .id | .metrics = {segmentation: {WT: {dice: (($i * 37 % 1000) / 1000), hd95_mm: ($i % 50)}}}'; }
make 500 >few.ndjson; make 10000 >many.ndjson
for n in few many; do f4s-report $n.ndjson -o $n.html --pictures 9 --run-record $n.json >/dev/null || exit 3; done
echo "$([[ $(stat -c %s many.html) -lt 10000000 ]] && echo true)" "$(jq -n --slurpfile a few.json --slurpfile b many.json '$b[0].peak_rss_bytes < $a[0].peak_rss_bytes + 40000000')"
grep -c '<article' many.html
