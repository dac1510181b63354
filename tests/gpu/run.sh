#!/bin/bash
# Everything that wants a GPU, in one go: builds the suite against the LibTorch of a Python that has it, tests on the
# GPU what was tested on the CPU, measures, and ends with one table.  Under ten minutes on a machine with 16 cores.
#
#   tests/gpu/run.sh [PACK [OUT]]     default: build-gpu/pack, build-gpu/out
#
# The machine needs g++, CMake, nvcc and a python3 with torch 2.11; no packages, no network.  PACK is what
# tests/gpu/pack.sh gathered elsewhere.  Where there is no GPU, or no nvcc, what wants one is skipped with a word.
#   F4S_GPU_BUILD      the build folder (build-gpu/build)
#   F4S_TORCH_ROOT     the folder with torch/, where python3 is not to be asked

set -euo pipefail
cd "$(dirname "$0")/../.."
pack=$(realpath "${1:-build-gpu/pack}") out=${2:-build-gpu/out} build=${F4S_GPU_BUILD:-build-gpu/build}
[ -d "$pack/usr" ] || { echo "run.sh: $pack is no pack: tests/gpu/pack.sh makes one" >&2; exit 66; }
mkdir -p "$out"
out=$(realpath "$out")
began=$SECONDS
Say() { echo "== [$((SECONDS - began)) s] $*"; }
Rows() { printf '%-34s %-14s %s\n' "$@" | tee -a "$out/table.txt"; }
: >"$out/table.txt"

torch=${F4S_TORCH_ROOT:-$(python3 -c 'import os, torch; print(os.path.dirname(os.path.dirname(torch.__file__)))')}
gpu=$(nvidia-smi --query-gpu=name --format=csv,noheader 2>/dev/null | head -n 1) || gpu=''
nvcc=$(command -v nvcc || ls /usr/local/cuda/bin/nvcc 2>/dev/null || true)
python=''
if python3 -c 'import torch' 2>/dev/null; then python=$(command -v python3); fi
Say "LibTorch in $torch; GPU: ${gpu:-none}; nvcc: ${nvcc:-none}; PyTorch: ${python:-none}"

cuda=(-DF4S_WITH_CUDA=OFF)
[ -z "$nvcc" ] || cuda=(-DF4S_WITH_CUDA=ON "-DCMAKE_CUDA_COMPILER=$nvcc" \
  "-DCMAKE_CUDA_ARCHITECTURES=$([ -n "$gpu" ] && echo native || echo 90-real)")
generator=()
command -v ninja >/dev/null && generator=(-G Ninja)
Say "configuring"
export LD_LIBRARY_PATH=$pack/usr/lib/x86_64-linux-gnu${LD_LIBRARY_PATH:+:$LD_LIBRARY_PATH}
cmake -S . -B "$build" "${generator[@]}" -DCMAKE_BUILD_TYPE=Release "-DCMAKE_PREFIX_PATH=$pack/usr" \
  "-DOPENSSL_ROOT_DIR=$pack/usr" "-DF4S_TORCH_ROOT=$torch" -DF4S_WITH_ITK=OFF -DF4S_WITH_DICOM=OFF \
  -DF4S_WITH_OPENCV=OFF -DF4S_WARNINGS_AS_ERRORS=OFF "${cuda[@]}" >"$out/configure.log" 2>&1 ||
  { tail -n 30 "$out/configure.log"; exit 1; }
tests=(networks losses training ranks inference fusion_kernels metric_kernels distance_kernels)
targets=(f4s-fuse f4s-segment f4s-metrics f4s-pretrain f4s-train bench_networks bench_batches bench_gpu_metrics)
for name in "${tests[@]}"; do targets+=("gpu_$name"); done
Say "building"
cmake --build "$build" --parallel "$(nproc)" --target "${targets[@]}" >"$out/build.log" 2>&1 ||
  { grep -n "error" "$out/build.log" | head -n 20; tail -n 5 "$out/build.log"; exit 1; }
Rows "build" "$((SECONDS - began)) s" "$(nproc) cores"

status=0
for name in "${tests[@]}"; do
  Say "testing $name"
  timeout 200 "$build"/bin/gpu_"$name" >"$out/$name.log" 2>&1 && result=passed || result=FAILED
  if grep -q '^no GPU: ' "$out/$name.log"; then
    Rows "test $name" skipped "$(grep -m 1 '^no GPU: ' "$out/$name.log" | cut -c 1-100)"
  else
    [ "$result" = passed ] || { status=1; grep -E 'Failure|FAILED|terminate' -A 4 "$out/$name.log" | head -n 40; }
    Rows "test $name" "$result" "$(grep -cE '^\[       OK' "$out/$name.log" || true) of $(grep -cE '^\[ RUN' "$out/$name.log" || true)"
  fi
done
if [ -z "$gpu" ]; then
  Rows "speed" skipped "no GPU"
  Say "done: the CUDA parts were skipped"
  cat "$out/table.txt"
  exit $status
fi

Say "images a second, against plain PyTorch on the same device"
PATH=$build/bin:$PATH
bench_gpu_metrics 256 512 | tee "$out/metrics.txt" || status=1
if [ -n "$python" ]; then
  for what in fuse segment train; do
    WHAT=$what TRAIN_SIDE=224 TRAIN_CASES=8 timeout 150 tests/bench/networks.sh "$build" "$python" cuda 224 5 tiny base |
      tee -a "$out/networks.txt" || status=1
  done
fi
Number() { grep -o "\"$2\":[0-9.e+-]*" "$1" | tail -n 1 | cut -d : -f 2; }
# Train NAME OPTION...: 48 steps, as a row with the most that they took, and what was said of graphs.
Train() {
  local name=$1 run=$out/run-$1
  shift
  Say "training $name"
  rm -rf "$run"
  if timeout 120 f4s-train "$pack/slices" -o "$run" --device cuda --crop 160 --batch-size 16 --epochs 1 \
    --steps-per-epoch 48 --validation-slices 8 -v "$@" >"$run.json" 2>"$run.log"; then
    Rows "train $name" "$(Number "$run.json" images_per_second) /s" \
      "peak $(Number "$run.json" peak_bytes) bytes, waited for batches $(Number "$run.json" waited_seconds) of $(
        Number "$run.json" training_seconds) s$(grep -o 'go without CUDA graphs.*' "$run.log" | head -n 1 | cut -c 1-80)"
  else
    Rows "train $name" FAILED "$(tail -n 1 "$run.log" | cut -c 1-120)"
    status=1
  fi
}
bench_batches | while read -r kind threads rate _; do
  Rows "batches $kind, $threads threads" "$rate /s" "augmented on the CPU"
done
# Program ROW DEVICE PROGRAM ARGUMENT...: a program on the slices, as a row with cases a second.
Program() {
  local row=$1 device=$2 record=$out/program.ndjson
  shift 2
  Say "$row on $device"
  if timeout 120 "$@" --device "$device" >"$record" 2>"$out/program.log"; then
    local seconds cases
    seconds=$(tail -n 1 "$record" | grep -o '"seconds":[0-9.e+-]*' | cut -d : -f 2)
    cases=$(($(wc -l <"$record") - 1))
    Rows "$row $device" "$(awk -v n=$cases -v s="$seconds" 'BEGIN { printf "%.1f /s", n / s }')" "$cases cases"
  else
    Rows "$row $device" FAILED "$(tail -n 1 "$out/program.log" | cut -c 1-120)"
    status=1
  fi
}
for profile in tiny small base; do
  for precision in float32 bfloat16; do Train "$profile-$precision" --profile $profile --precision $precision; done
  Train "$profile-bfloat16-off" --profile $profile --precision bfloat16 --cuda-graphs off
  model=$out/run-$profile-float32/model.safetensors
  [ -f "$model" ] || continue
  for device in cpu cuda; do
    some=()
    [ $device = cuda ] || some=(--split test)
    Program "fuse $profile" $device f4s-fuse "$pack/slices" "${some[@]}" --model "$model" -o "$out/fuse-$device" --force
    Program "segment $profile" $device f4s-segment "$pack/slices" "${some[@]}" --model "$model" -o "$out/segment-$device" --force
    Program "segment $profile, flips" $device f4s-segment "$pack/slices" "${some[@]}" --model "$model" --tta -o "$out/flips-$device" --force
  done
done
for device in cpu cuda; do
  Program "metrics of fusion" $device f4s-metrics "$out/fuse-cuda"
  Program "metrics of segmentation" $device f4s-metrics "$out/segment-cuda"
done
rm -rf "$out"/run-*/ "$out"/fuse-c* "$out"/segment-c* "$out"/flips-c*
Say "done"
cat "$out/metrics.txt" "$out/networks.txt" "$out/table.txt" 2>/dev/null
exit $status
