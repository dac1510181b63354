# --decompose-from fused: drawn from seed and case; the same whatever the order, the threads and the shards.
#> fused
#> other
inn_model m.safetensors; f4s-fuse "$DATA/prepared" -o out --model m.safetensors --format none
run() { f4s-fuse out -o "$@" --model m.safetensors --decompose --format none; }
run a -j 1; run b -j 3; for i in 2 1; do run c --shard $i/2; done; run d --seed 7
jq -r .decomposed_from a/cases.ndjson | sort -u
diff <(digest a/decomposed) <(digest b/decomposed) && diff <(digest a/decomposed) <(digest c/decomposed) || exit 1
tac out/cases.ndjson >out/back.ndjson; f4s-fuse out/back.ndjson -o e --model m.safetensors --decompose --format none
diff <(digest a/decomposed) <(digest e/decomposed) || exit 1
cmp -s a/decomposed/phantom_0000_z015_flair.png d/decomposed/phantom_0000_z015_flair.png || echo other
