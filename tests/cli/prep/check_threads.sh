# --check gives the same records whatever the threads and shards, and its memory does not grow with the cases.
mkdir in; for i in $(seq 10 49); do mkdir in/p$i; for m in t1 flair; do ln -s "$DATA/phantom/phantom_0000/phantom_0000_$m.nii.gz" in/p$i/p${i}_$m.nii.gz; done; done
head -c 900 "$DATA/phantom/phantom_0000/phantom_0000_t1.nii.gz" >short.gz; ln -sf ../../short.gz in/p33/p33_t1.nii.gz
f4s-prep --check in -j 1 --run-record a.json 2>/dev/null | cases >a.ndjson; f4s-prep --check in -j 3 --run-record b.json 2>/dev/null | cases >b.ndjson; cmp a.ndjson b.ndjson || exit
for i in 1 2 3; do f4s-prep --check in --shard $i/3 2>/dev/null | cases; done | sort >s.ndjson; sort a.ndjson | cmp - s.ndjson || exit
[[ $(jq -c .summary a.json) == $(jq -c .summary b.json) && $(jq .cases.failed a.json) == 1 ]] || exit
f4s-prep --check in --ids 'p1*' -j 1 --run-record few.json >/dev/null || exit
[[ $(jq .peak_rss_bytes a.json) -lt $(($(jq .peak_rss_bytes few.json) + 4000000)) ]]
