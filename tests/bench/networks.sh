#!/usr/bin/env bash
# How fast the networks are beside the same graph written plainly in PyTorch: for each profile both in turn,
# one thread each, several times, from the same weights and images.  Compares what comes out too.
#
#   tests/bench/networks.sh BUILD_FOLDER [PYTHON [DEVICE [SIDE [RUNS [PROFILE...]]]]]
#
# BUILD_FOLDER has bench_networks (ninja -C BUILD_FOLDER bench_networks); PYTHON has torch (default: python3).
# DEVICE is cpu or cuda, SIDE of the square images 256, RUNS 5, PROFILE tiny small base.  Or name models of
# one's own: PROFILE is a .safetensors file of two modalities.
# Seconds are the least of all runs, on the CPU of CPU time; a step of training is one of TRAIN_CASES (2)
# cases of TRAIN_SIDE (96) squared pixels, forward and backward, of both networks.  Ratios are the peer's over ours.
set -eu
build=$1 python=${2:-python3} device=${3:-cpu} side=${4:-256} runs=${5:-5}
shift $(($# < 5 ? $# : 5))
[[ $# -gt 0 ]] || set -- tiny small base
here=$(cd "$(dirname "$0")" && pwd)
bench=$(find "$build" -name bench_networks -type f -perm -u+x | head -1)
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
export OMP_NUM_THREADS=1 MKL_NUM_THREADS=1

images() {
  "$python" - "$1" "$2" <<'IMAGES'
import struct, sys
side = int(sys.argv[1])
value, numbers = 1, []
for i in range(2 * side * side):  # blobs and noise, the same each time
    value = (value * 1103515245 + 12345) % 2**31
    y, x = divmod(i % (side * side), side)
    inside = (2 * x - side) ** 2 + (2 * y - side) ** 2 < (0.8 * side) ** 2
    numbers.append((0.3 + 0.4 * ((x // 16 + y // (8 * (1 + i // (side * side)))) % 2) + 0.2 * value / 2**31) if inside else 0.0)
open(sys.argv[2], "wb").write(struct.pack(f"{len(numbers)}f", *numbers))
IMAGES
}

images "$side" "$scratch/images"
images "${TRAIN_SIDE:-96}" "$scratch/train_images"
for profile in "$@"; do
  model=$profile
  if [[ $profile != *.safetensors ]]; then
    model=$scratch/$profile.safetensors
    "$bench" make "$profile" "$model"
  fi
  for what in ${WHAT:-fuse segment train}; do
    with=("$side" "$side" 1) input=$scratch/images
    [[ $what != train ]] || with=("${TRAIN_SIDE:-96}" "${TRAIN_SIDE:-96}" "${TRAIN_CASES:-2}") input=$scratch/train_images
    for turn in 1 2 3; do
      "$python" "$here/networks_peer.py" "$model" "$what" "${with[@]}" "$runs" "$device" "$input" "$scratch/peer.out" >"$scratch/peer.$turn"
      "$bench" "$what" "$model" "${with[@]}" "$runs" "$device" "$input" "$scratch/ours.out" >"$scratch/ours.$turn"
    done
    "$python" - "$scratch" "$(basename "$profile" .safetensors)" "$what" <<'COMPARE'
import json, pathlib, struct, sys

scratch = pathlib.Path(sys.argv[1])
def least(who):
    runs = [json.loads((scratch / f"{who}.{turn}").read_text()) for turn in (1, 2, 3)]
    return {key: min(run[key] for run in runs) for key in runs[0]}
def numbers(who):
    data = (scratch / f"{who}.out").read_bytes()
    return struct.unpack(f"{len(data) // 4}f", data)
peer, ours = least("peer"), least("ours")
assert peer["parameters"] == ours["parameters"], (peer, ours)
a, b = numbers("peer"), numbers("ours")
assert len(a) == len(b), "other shapes"
worst = max(abs(x - y) for x, y in zip(a, b))
mib = 1024 * 1024
print(f"{sys.argv[2]:6s} {sys.argv[3]:8s} {peer['parameters']:>11,d} weights {peer['macs'] / 1e9:9.3f} GMAC   "
      f"seconds {ours['seconds']:8.4f} (peer {peer['seconds']:8.4f}, {peer['seconds'] / ours['seconds']:5.2f} times)   "
      f"peak MiB {ours['peak_bytes'] / mib:8.1f} (peer {peer['peak_bytes'] / mib:8.1f}, "
      f"{peer['peak_bytes'] / max(ours['peak_bytes'], 1):5.2f} times)   differ by {worst:.1e}", flush=True)
# The fused image is to be the same.  Segmentation passes torch's group normalisation, which takes variances in one
# pass where channels lie last, as ours do: with random weights that alone is 2e-4 of a probability.
sys.exit(worst > (1e-4 if sys.argv[3] == "fuse" else 1e-3))
COMPARE
  done
done
