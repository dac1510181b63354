# A pipe gives the very files and figures of the same steps one by one.
mkdir a b
f4s-prep "$DATA/phantom" -o a/d --slices label | f4s-fuse - -o a/f --method average | f4s-metrics - >a/m
f4s-prep "$DATA/phantom" -o b/d --slices label --format none; f4s-fuse b/d -o b/f --method average --format none; f4s-metrics b/f >b/m
diff <(digest a/d) <(digest b/d) && diff <(cd a/f/fused && sha256sum *) <(cd b/f/fused && sha256sum *) &&
  diff <(cases a/m | jq -c .metrics) <(cases b/m | jq -c .metrics) && diff <(run_record a/m | jq -c .summary) <(run_record b/m | jq -c .summary)
