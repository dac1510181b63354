# The same for a dataset folder and a file of records, whose subjects are known as well.
#> test train val
#> test train val
f4s-prep "$DATA/phantom" -o a --slices label --modalities t1 --split 0.4,0.3,0.3 | cases | jq -r .split | sort -u | xargs
f4s-prep "$DATA/phantom/cases.ndjson" -o b --slices label --modalities t1 --split 0.4,0.3,0.3 | cases | jq -r .split | sort -u | xargs
