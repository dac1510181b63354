# A stream's subjects are drawn one by one; a subject never stands in two splits.
#> 3
(sed -E "s#\"(phantom_000./)#\"$DATA/phantom/\1#g" "$DATA/phantom/cases.ndjson"; ended) | f4s-prep - -o out --slices label --modalities t1 | cases | jq -r '[.subject, .split] | @tsv' | sort -u | wc -l
