#!/usr/bin/env bash
# How much faster f4s-prep is than the same steps in Python with SimpleITK, NumPy and Pillow:
# both in turn, several times, in one run.  Also compares the images.
#
#   tests/bench/prep.sh BIN_FOLDER BRATS_FOLDER [PYTHON [RUNS]]
#
# PYTHON has SimpleITK, numpy and Pillow (default: python3); RUNS is 5.
set -eu
bin=$1 brats=$2 python=${3:-python3} runs=${4:-5}
here=$(cd "$(dirname "$0")" && pwd)
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT

seconds() {  # of a command, on the wall
  local begin=$EPOCHREALTIME
  "$@" >/dev/null
  awk -v a="$begin" -v b="$EPOCHREALTIME" 'BEGIN { printf "%.2f\n", b - a }'
}
median() { sort -n | awk '{ v[NR] = $1 } END { print v[int((NR + 1) / 2)] }'; }

for run in $(seq "$runs"); do
  rm -rf "$scratch"/{peer,one,two}
  seconds "$python" "$here/prep_peer.py" "$brats" "$scratch/peer" >>"$scratch/peer.s"
  seconds "$bin/f4s-prep" "$brats" -o "$scratch/one" -j1 >>"$scratch/one.s"
  seconds "$bin/f4s-prep" "$brats" -o "$scratch/two" -j2 >>"$scratch/two.s"
  echo "run $run: Python $(tail -n1 "$scratch/peer.s") s, one thread $(tail -n1 "$scratch/one.s") s," \
    "two threads $(tail -n1 "$scratch/two.s") s"
done
peer=$(median <"$scratch/peer.s") one=$(median <"$scratch/one.s") two=$(median <"$scratch/two.s")
awk -v p="$peer" -v a="$one" -v b="$two" \
  'BEGIN { printf "medians: Python %.2f s; f4s-prep %.2f s (%.1f times as fast), -j2 %.2f s (%.1f times)\n", p, a, p / a, b, p / b }'

"$python" - "$scratch/peer" "$scratch/two" <<'COMPARE'
import pathlib, sys
import numpy as np
from PIL import Image
peer, ours = map(pathlib.Path, sys.argv[1:])
names = sorted(p.relative_to(peer) for p in peer.rglob("*.png"))
assert names == sorted(p.relative_to(ours) for p in ours.rglob("*.png")), "different slices"
worst = max(int(np.abs(np.asarray(Image.open(peer / n)).astype(int) - np.asarray(Image.open(ours / n)).astype(int)).max()) for n in names)
print(f"{len(names)} images, largest difference {worst} levels")
COMPARE
