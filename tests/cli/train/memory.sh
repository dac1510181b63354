# Out of memory is 71 in one line, in training and pre-training, however little there is: as LibTorch is loaded, as threads begin,
# as tensors are made; a checkpoint before it stays sound.
#> 71
#> one line each: true
#? stderr *
slices 500 >data.ndjson
for mib in 150 400 700 1000 1400; do
  for tool in f4s-train f4s-pretrain; do
    more=(); [[ $tool = f4s-train ]] && more=(--task fusion)
    with_memory $mib $tool data.ndjson -o run-$tool-$mib "${more[@]}" --modalities t1ce,flair --fusion-dim 64 --batch-size 256 --crop 96 --epochs 1 --steps-per-epoch 1 --format none -q 2>said; code=$?
    [[ $(wc -l <said) = 1 && $(<said) == "$tool: "*"[memory]" ]] || echo "$tool with $mib MiB: $code, $(<said)" >>other
    echo $code
  done
done | sort -u
[[ ! -e other ]] && echo "one line each: true" || cat other
