# --skip-existing makes again the case whose input changed, and it alone.
#> {"ok":1,"failed":0,"skipped":2}
cp -r "$DATA/prepared" in; f4s-fuse in -o out --ids '*_z010' --method average --format none; times out >before
cp in/images/t1/phantom_0001_z01{1,0}.png
f4s-fuse in -o out --ids '*_z010' --method average --skip-existing | run_record | jq -c .cases
[[ $(diff before <(times out) | grep -c '^> ./fused/phantom_0001_z010') == 1 && $(diff before <(times out) | grep -c '^>') == 1 ]]
