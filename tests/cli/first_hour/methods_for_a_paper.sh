# A new user who compares fusion methods for a paper: each method's images scored, one table with the best in bold and
# other people's published figures as a row, and a test of the difference by case.
#> 3 rows of 3 columns, best in bold: 3
#> fusion.Qabf laplacian - average, cases: true
#? stderr *
for method in average laplacian; do
  f4s-fuse "$DATA/prepared" -o "$method" --method "$method" --modalities t1ce,flair --ids '*_z01*' | f4s-metrics - >"$method.ndjson"
done
echo '{"SF":0.61,"Qabf":0.9,"SD":10}' >published.json
f4s-metrics --table average=average.ndjson laplacian=laplacian.ndjson published=published.json --columns SF,Qabf,SD --format markdown >table.md
echo "$(grep -c '^| *\(average\|laplacian\|published\)' table.md) rows of $(grep '^| method' table.md | grep -o 'SF\|Qabf\|SD' | wc -l) columns, best in bold: $(grep '^|' table.md | grep -o '\*\*[^*]*\*\*' | wc -l)"
f4s-metrics laplacian --compare average.ndjson >compared.ndjson
echo "fusion.Qabf laplacian - average, cases: $(run_record compared.ndjson | jq '[.. | objects | select(has("p") or has("wilcoxon_p"))] | length > 0')"
