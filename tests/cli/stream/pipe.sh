# prep, fuse and metrics in one pipe: every case arrives, and each run names the one before it.
#> ["f4s-metrics",{"ok":33,"failed":0,"skipped":0},"f4s-fuse","f4s-prep","f4s-phantom"]
f4s-prep - -o d --ids '*_0000' <<<"$(cat "$DATA/phantom/phantom_0000.ndjson" 2>/dev/null; sed -E "s#\"(phantom_000./)#\"$DATA/phantom/\1#g" "$DATA/phantom/cases.ndjson"; ended | sed s/f4s-prep/f4s-phantom/)" |
  f4s-fuse - -o f --method laplacian --modalities t1,t2 | f4s-metrics - | run_record |
  jq -c '[.tool, .cases, .upstream[0].tool, .upstream[0].upstream[0].tool, .upstream[0].upstream[0].upstream[0].tool]'
