# Records leave in the order in which they came, whatever the threads.
diff <(jq -r .id "$DATA/prepared/cases.ndjson") <(f4s-fuse "$DATA/prepared" -o out --method average -j 8 | cases | jq -r .id)
