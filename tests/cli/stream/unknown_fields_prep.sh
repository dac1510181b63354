# f4s-prep hands fields that it does not know to each slice of a volume.
#> 33 "B12"
(sed -E "s#\"(phantom_000./)#\"$DATA/phantom/\1#g" "$DATA/phantom/cases.ndjson" | head -1 | jq -c '.patient = "B12"'; ended) | f4s-prep - -o out | cases | jq -c .patient | uniq -c | xargs | sed 's/B12/"B12"/'
