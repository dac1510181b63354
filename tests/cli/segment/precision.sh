# --calibrate writes the model with ranges for --precision int8, which gives nearly the same labels, whatever the threads;
# without them, by LibTorch, or without AVX-512 VNNI it says what to do.
#> f4s-segment: PWD/u.safetensors: has no second set for --precision int8, which is calibrated on the training data: f4s-segment DATASET --split train -o int8 --calibrate --model PWD/u.safetensors writes int8/model.safetensors, which has [model.int8]
#> 65
#> f4s-segment: PWD/int8/model.safetensors: --precision int8 and --calibrate are for the plan on the CPU, not for --engine torch [precision.int8]
#> 69
#> f4s-segment: --calibrate is for one model, which computes in float32: give one --model, and no --precision int8 [calibrate.models]
#> 2
#> the same weights, and labels but for ties
#> nearly the same labels, other probabilities
#> the same bytes
make_model u.safetensors '{"network":{"segmenter":"unet","input":"images","segmentation_width":8},"spacing_mm":[]}'
segment() { slices 6 | f4s-segment - --partial-input --format none "$@"; }
refused() { local code=0; segment -o refused "$@" 2>&1 | sed "s#$PWD#PWD#g" || true; segment -o refused "$@" 2>/dev/null || code=$?; echo "$code"; }
segment -o int8 --model u.safetensors --calibrate --probabilities
if ! grep -q avx512_vnni /proc/cpuinfo; then
  segment -o x --model int8/model.safetensors --precision int8 2>&1 | grep -q 'AVX-512 VNNI' || echo "no word of it"
  echo "skipped: no AVX-512 VNNI"; exit 77
fi
refused --model u.safetensors --precision int8
refused --model int8/model.safetensors --precision int8 --engine torch
refused --model u.safetensors --calibrate --precision int8
segment -o torch --model int8/model.safetensors --engine torch
pixels() { for f in "$1"/labels/*.png; do f4s-metrics "prediction=$f" "label=int8/labels/${f##*/}" --regions 'all=1,2,4' | jq -r 'select(.schema == "f4s.case/1") | .metrics.segmentation.all.dice // 1'; done; }
diff <(tensors u.safetensors) <(tensors int8/model.safetensors | grep -v ^int8) && [[ $(pixels torch | awk '{ s += $1 } END { print (s / NR > 0.9995) }') = 1 ]] &&
  echo "the same weights, and labels but for ties"
segment -o a --model int8/model.safetensors --precision int8 --probabilities -j1
[[ $(pixels a | awk '{ s += $1 } END { print (s / NR > 0.97) }') = 1 ]] && ! diff -rq a/probabilities int8/probabilities >/dev/null && echo "nearly the same labels, other probabilities"
segment -o b --model int8/model.safetensors --precision int8 --probabilities -j3
diff -r a/labels b/labels && diff -r a/probabilities b/probabilities && echo "the same bytes"
