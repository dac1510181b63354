# Memory does not grow with the number of records: twenty times as many take no 8 MB more.
peak() { run_record | jq .peak_rss_bytes; }
cp "$DATA/prepared/images/t1/phantom_0000_z010.png" a.png; cp a.png b.png
many() { seq "$1" | sed "s#.*#{\"schema\":\"f4s.case/1\",\"id\":\"&\",\"images\":{\"a\":\"$PWD/a.png\",\"b\":\"$PWD/b.png\"},\"fused\":\"$PWD/a.png\"}#"; ended; }
few=$(many 50 | f4s-metrics - -j 2 | peak); more=$(many 1000 | f4s-metrics - -j 2 | peak)
((few > 1 << 20 && more - few < 8 << 20))
