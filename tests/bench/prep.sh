#!/usr/bin/env bash
# How much faster f4s-prep is than the same steps in Python with SimpleITK, NumPy and Pillow:
# both in turn, several times, in one run.  Also compares the images.  Seconds on the wall, and of CPU time,
# on which other work on the machine does not count; each run writes to a folder of its own, since a file
# system is slow to give out again what was just removed.
#
#   tests/bench/prep.sh BIN_FOLDER BRATS_FOLDER [PYTHON [RUNS]]
#
# PYTHON has SimpleITK, numpy and Pillow (default: python3); RUNS is 5.
set -eu
bin=$1 brats=$2 python=${3:-python3} runs=${4:-5}
here=$(cd "$(dirname "$0")" && pwd)
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT

sed -n 's/^model name[^:]*: //p' /proc/cpuinfo | head -1
TIMEFORMAT='%R %U %S'

seconds() {  # of a command: on the wall, of CPU time
  { time "$@" >/dev/null 2>"$scratch/errors"; } 2>"$scratch/time" || { cat "$scratch/errors" >&2; return 1; }
  awk '{ printf "%.2f %.2f\n", $1, $2 + $3 }' "$scratch/time"
}
median() { sort -n | awk '{ v[NR] = $1 } END { print v[int((NR + 1) / 2)] }'; }
of() { cut -d' ' -f"$1" "$scratch/$2.s" | median; }

for run in $(seq "$runs"); do
  seconds "$python" "$here/prep_peer.py" "$brats" "$scratch/peer$run" >>"$scratch/peer.s"
  seconds "$bin/f4s-prep" "$brats" -o "$scratch/one$run" -j1 >>"$scratch/one.s"
  seconds "$bin/f4s-prep" "$brats" -o "$scratch/two$run" -j2 >>"$scratch/two.s"
  echo "run $run, wall and CPU s: Python $(tail -n1 "$scratch/peer.s"); one thread $(tail -n1 "$scratch/one.s");" \
    "two threads $(tail -n1 "$scratch/two.s")"
done
awk -v p="$(of 1 peer)" -v a="$(of 1 one)" -v b="$(of 1 two)" -v pc="$(of 2 peer)" -v ac="$(of 2 one)" 'BEGIN {
  printf "medians, wall: Python %.2f s; f4s-prep %.2f s (%.1f times as fast), -j2 %.2f s (%.1f times)\n", p, a, p / a, b, p / b
  printf "medians, CPU time: Python %.2f s; f4s-prep -j1 %.2f s (%.1f times)\n", pc, ac, pc / ac }'

"$python" - "$scratch/peer1" "$scratch/two1" <<'COMPARE'
import pathlib, sys
import numpy as np
from PIL import Image
peer, ours = map(pathlib.Path, sys.argv[1:])
names = sorted(p.relative_to(peer) for p in peer.rglob("*.png"))
assert names == sorted(p.relative_to(ours) for p in ours.rglob("*.png")), "different slices"
worst = max(int(np.abs(np.asarray(Image.open(peer / n)).astype(int) - np.asarray(Image.open(ours / n)).astype(int)).max()) for n in names)
print(f"{len(names)} images, largest difference {worst} levels")
COMPARE
