#!/usr/bin/env bash
# What the plan saves beside LibTorch, PyTorch and OpenVINO: each in turn, several times, one thread.
#
#   tests/bench/engine.sh BUILD_FOLDER [PYTHON [RUNS [TURNS]]]
#
# BUILD_FOLDER has bench_engine, make_model and bin/f4s-fuse (ninja -C BUILD_FOLDER bench_engine make_model f4s-fuse
# f4s-prep f4s-phantom); PYTHON, where given, has torch and openvino.  Seconds are the processor's, the least of RUNS
# (5) in each of TURNS (3) processes; of whole programs the least of TURNS.
set -eu
build=$1 python=${2:-} runs=${3:-5} turns=${4:-3}
here=$(cd "$(dirname "$0")" && pwd)
bench=$(find "$build" -name bench_engine -type f -perm -u+x | head -1)
make=$(find "$build" -name make_model -type f -perm -u+x | head -1)
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
export OMP_NUM_THREADS=1 MKL_NUM_THREADS=1
sed -n 's/^model name[^:]*: //p' /proc/cpuinfo | head -1

# least NAME COMMAND...: keeps the least of what COMMAND prints.
least() {
  local file=$scratch/least.$1 new
  shift
  new=$("$@")
  if [[ ! -e $file ]] || awk "BEGIN { exit !($new < $(<"$file")) }"; then echo "$new" >"$file"; fi
}

# The greatest difference of two files of float32.
differ() {
  paste <(od -An -v -w4 -tf4 "$1") <(od -An -v -w4 -tf4 "$2") |
    awk '{ d = $1 - $2; if (d < 0) d = -d; if (d > most) most = d } END { printf "%.0e", most }'
}

# beside NAME MODEL fuse|segment SIDE [peers]: a line of the table, with PyTorch and OpenVINO where they know the network.
beside() {
  local name=$1 model=$2 what=$3 side=$4 who
  local all=(plan torch)
  ! grep -q avx512f /proc/cpuinfo || all+=(plan-avx2)
  ! grep -q avx512_vnni /proc/cpuinfo || [[ $what = fuse ]] || all+=(int8)
  [[ -z $python || -z ${5:-} ]] || all+=(pytorch openvino)
  rm -f "$scratch"/least.*
  for ((turn = 0; turn < turns; ++turn)); do
    for who in "${all[@]}"; do
      if [[ $who = plan* || $who = int8 || $who = torch ]]; then
        least "$who" "$bench" "$model" "$who" "$what" "$side" "$side" "$runs" "$scratch/$who.out"
      else
        least "$who" "$python" "$here/engine_peer.py" "$model" "${who/pytorch/torch}" "$side" "$side" "$runs" "$scratch/$who.out"
      fi
    done
  done
  printf '%-28s' "$name"
  for who in "${all[@]}"; do
    printf ' %s %.4f s' "$who" "$(<"$scratch/least.$who")"
    [[ $who = plan ]] || printf ' (%.2f times, differ %s)' "$(awk "BEGIN { print $(<"$scratch/least.$who") / $(<"$scratch/least.plan") }")" \
      "$(differ "$scratch/plan.out" "$scratch/$who.out")"
  done
  echo
}

# whole ENGINE: seconds and KiB of f4s-fuse on one pair of 256x256 by the model harvard.
whole() {
  rm -rf "$scratch/fused"
  /usr/bin/time -f '%U %S %M' -o "$scratch/time" "$build/bin/f4s-fuse" mri="$scratch/pair/a.png" pet="$scratch/pair/b.png" \
    -o "$scratch/fused" --model harvard --engine "$1" --device cpu -j1 --format none
  awk '{ print $1 + $2 }' "$scratch/time"
}

unet() {
  "$make" "$scratch/$1.safetensors" "{\"gives\":[\"prediction\"],\"takes\":[\"images\"],\"modalities\":$4,\"network\":{\"segmenter\":\"unet\",\"input\":\"images\",\"segmentation_width\":$2,\"segmentation_levels\":$3}}"
}
unet u16 16 3 '["t1ce"]'
unet u32 32 5 '["t1ce"]'
beside "U-Net, 16 channels, 3 levels" "$scratch/u16.safetensors" segment 240 peers
beside "U-Net, 32 channels, 5 levels" "$scratch/u32.safetensors" segment 240 peers
models=$here/../../share/models
beside "glioma, labels" "$models/glioma.safetensors" segment 128 peers
beside "lgg, labels" "$models/lgg.safetensors" segment 256
beside "glioma, fused" "$models/glioma.safetensors" fuse 128
beside "harvard, fused" "$models/harvard.safetensors" fuse 256

for profile in tiny small; do
  "$make" "$scratch/$profile.safetensors" "{\"profile\":\"$profile\",\"network\":{\"profile\":\"$profile\"}}"
  beside "profile $profile, fused" "$scratch/$profile.safetensors" fuse 256
  beside "profile $profile, labels" "$scratch/$profile.safetensors" segment 256
done

"$build/bin/f4s-phantom" -o "$scratch/heads" --cases 1 --size 240,240,16 --format none 2>/dev/null
"$build/bin/f4s-prep" "$scratch/heads" -o "$scratch/slices" --slices all --size 256 --format none 2>/dev/null
mkdir "$scratch/pair"
cp "$(find "$scratch/slices/images" -name '*z008.png' -path '*t1ce*' | head -1)" "$scratch/pair/a.png"
cp "$(find "$scratch/slices/images" -name '*z008.png' -path '*flair*' | head -1)" "$scratch/pair/b.png"
for engine in plan torch; do
  rm -f "$scratch/least.whole"
  for ((turn = 0; turn < turns; ++turn)); do least whole whole "$engine"; done
  echo "f4s-fuse --model harvard --engine $engine, one pair: $(<"$scratch/least.whole") s, $(awk '{ print $3 / 1024 }' "$scratch/time") MiB"
done
