# A device whose memory runs out is 71 in one line that says what helps, in training and inference; with enough all is well.
#> train 71, pretrain 71, fuse 71, segment 71
#> all is well with enough
#? stderr *
make_model m.safetensors
echo '{"epochs":1,"steps_per_epoch":2,"batch_size":2,"crop":32,"validation_slices":2}' >small.json
standin=$(dirname "$(command -v f4s-train)")/../standin/libstandin_memory.so
try() {
  F4S_STANDIN_BYTES=$bytes LD_PRELOAD=$standin "$@" --format none --force >/dev/null 2>said
  code=$?
  [[ $code = 0 || ($(wc -l <said) = 1 && $(<said) == *"out of memory: CUDA out of memory. Tried to allocate "*"--device-memory"*"[[]memory[]]") ]] || cat said >&2
}
every() {
  try f4s-train "$DATA/prepared" -o run --config small.json --profile tiny --segmentation-dim 16 --segmentation-blocks 1 --segmentation-levels 2; codes="train $code"
  try f4s-pretrain "$DATA/prepared" -o pre --config small.json --profile tiny; codes+=", pretrain $code"
  try f4s-fuse "$DATA/prepared" --ids '*_z015' --modalities t1ce,flair --model m.safetensors --engine torch -o fused; codes+=", fuse $code"
  try f4s-segment "$DATA/prepared" --ids '*_z015' --model m.safetensors --engine torch -o labels; codes+=", segment $code"
}
bytes=100000; every; echo "$codes"
bytes=4000000000; every; [[ $codes = "train 0, pretrain 0, fuse 0, segment 0" ]] && echo "all is well with enough" || echo "$codes"
