# A page of a dataset: valid, self-contained, every case shown in order of its score; records pass on, and a run record ends them.
#> 15 f4s-report ok
#> true
#> 15 15
f4s-metrics "$DATA/fused" --ids '*_z01[0-4]' >scores.ndjson
f4s-report scores.ndjson -o r.html >out.ndjson
echo "$(cases out.ndjson | wc -l) $(run_record out.ndjson | jq -r '"\(.tool) \(.status)"')"
diff <(cases scores.ndjson) <(cases out.ndjson) >/dev/null && echo true
echo "$(grep -c '<article' r.html) $(grep -o 'alt="fused of [^"]*"' r.html | sort -u | wc -l)"
python3 "$ROOT/tests/support/check_page.py" r.html
