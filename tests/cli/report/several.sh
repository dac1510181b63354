# Two methods on the same cases: their table, the paired comparison as f4s-metrics has it, and the largest differences.
#> 2
#> true
for m in average laplacian; do f4s-fuse "$DATA/prepared" --ids '*_z01?' --modalities t1ce,flair --method $m -o $m | f4s-metrics - >$m.ndjson; done
f4s-report average.ndjson laplacian.ndjson -o r.html --pictures 2 >/dev/null
python3 "$ROOT/tests/support/check_page.py" r.html
grep -c '<article' r.html
f4s-fuse "$DATA/prepared" --ids '*_z01?' --modalities t1ce,flair --method laplacian -o laplacian2 | f4s-metrics - --compare average.ndjson --format markdown >compare.md
difference=$(grep '| *all *| *VIF' compare.md | tail -n 1 | awk -F'|' '{ gsub(/ /, "", $7); print $7 }')
grep -q ">$difference<" r.html && echo true
