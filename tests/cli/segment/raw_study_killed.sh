# kill -9 in the middle of raw studies: the same command goes on, to the bytes of an undisturbed run.
#> 137 unfinished
#> {"ok":true,"failed":0}
#? stderr *
make_model m.safetensors '{"normalization":"zscore"}'; mkdir brats; cp -r "$DATA"/phantom/phantom_000? brats
f4s-segment brats -o a/out --model m.safetensors -j 1 >records & pid=$!; await has_lines records 1; kill -9 $pid; wait $pid 2>/dev/null
echo "$? $([[ -e a/out/dataset.json ]] || echo unfinished)"
f4s-segment brats -o a/out --model m.safetensors -j 1 | run_record | jq -c '{ok: (.cases.ok < 3 and .cases.ok + .cases.skipped == 3), failed: .cases.failed}'
f4s-segment brats -o b/out --model m.safetensors --format none; diff <(digest a/out) <(digest b/out)
