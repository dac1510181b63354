# --skip-existing knows a model by its digest: another one in the same place has all cases done again.
#> {"ok":0,"failed":0,"skipped":97}
#> {"ok":97,"failed":0,"skipped":0}
make_model m.safetensors; run() { f4s-fuse "$DATA/prepared" -o out --model m.safetensors --skip-existing | run_record | jq -c .cases; }
run >/dev/null; run; make_model m.safetensors '{}' 7; run
