#!/usr/bin/env bash
# How much faster f4s-metrics is than the same fusion metrics in NumPy, SciPy, scikit-learn and
# scikit-image: both in turn on the same images, several times, one thread each.  Compares the values too.
#
#   tests/bench/metrics_fusion.sh BIN_FOLDER FOLDER_A FOLDER_B FOLDER_FUSED [PYTHON [RUNS [CASES]]]
#
# The folders hold PNG images of the same names; the first CASES (16) of them are taken.  PYTHON has
# numpy, scipy, scikit-learn, scikit-image and OpenCV (default: python3); RUNS is 3.
# Seconds are CPU time, so that other work on the machine counts on neither side.
# f4s-metrics reads each image once and makes all metrics in one pass, so that a group of metrics of
# the peer stands beside all of its work, reading and starting included.
set -eu
bin=$1 python=${5:-python3} runs=${6:-3} cases=${7:-16}
here=$(cd "$(dirname "$0")" && pwd)
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
export OMP_NUM_THREADS=1 OPENBLAS_NUM_THREADS=1 MKL_NUM_THREADS=1 TIMEFORMAT='%U %S'

mkdir "$scratch"/{a,b,fused}
for file in "$4"/*.png; do
  name=$(basename "$file")
  [[ -e $2/$name && -e $3/$name ]] || continue
  ln -s "$(realpath "$2/$name")" "$scratch/a/$name"
  ln -s "$(realpath "$3/$name")" "$scratch/b/$name"
  ln -s "$(realpath "$file")" "$scratch/fused/$name"
  cases=$((cases - 1))
  [[ $cases -gt 0 ]] || break
done
# A run this short is mostly its start: ten times the cases for f4s-metrics, under other names.
mkdir "$scratch"/{aa,bb,ff}
for copy in {0..9}; do
  for pair in a:aa b:bb fused:ff; do
    for file in "$scratch/${pair%:*}"/*.png; do
      ln -s "$(realpath "$file")" "$scratch/${pair#*:}/$copy-$(basename "$file")"
    done
  done
done

sed -n 's/^model name[^:]*: //p' /proc/cpuinfo | head -1
for run in $(seq "$runs"); do
  "$python" "$here/metrics_fusion_peer.py" "$scratch"/{a,b,fused} >"$scratch/peer.$run"
  { time "$bin/f4s-metrics" a="$scratch/aa" b="$scratch/bb" fused="$scratch/ff" -j1 >/dev/null; } 2>"$scratch/time"
  awk '{ print ($1 + $2) / 10 }' "$scratch/time" >"$scratch/ours.$run"
  { time "$bin/f4s-metrics" a="$scratch/aa" b="$scratch/bb" fused="$scratch/ff" -j1 --floors >/dev/null; } 2>"$scratch/time"
  awk '{ print ($1 + $2) / 10 }' "$scratch/time" >"$scratch/floors.$run"
done
# From memory, where the program for it was built.
if [[ -x $bin/bench_fusion ]]; then
  triples=()
  for file in "$scratch"/fused/*.png; do
    name=${file##*/}
    triples+=("$scratch/a/$name" "$scratch/b/$name" "$file")
  done
  "$bin/bench_fusion" 9 "${triples[@]}" | tee "$scratch/memory"
fi
"$bin/f4s-metrics" a="$scratch/a" b="$scratch/b" fused="$scratch/fused" -j1 >"$scratch/ours.ndjson"

"$python" - "$scratch" "$runs" <<'COMPARE'
import json, pathlib, statistics, sys

scratch, runs = pathlib.Path(sys.argv[1]), range(1, int(sys.argv[2]) + 1)
peers = [[json.loads(line) for line in open(scratch / f"peer.{run}")] for run in runs]
n = peers[0][-1]["cases"]
ours = statistics.median(float((scratch / f"ours.{run}").read_text()) for run in runs) / n
floors = statistics.median(float((scratch / f"floors.{run}").read_text()) for run in runs) / n
print(f"{n} cases, medians of {len(runs)} runs, CPU seconds a case; f4s-metrics: {ours:.5f} for all")
for group in peers[0][-1]["seconds"]:
    peer = statistics.median(p[-1]["seconds"][group] for p in peers) / n
    print(f"{group:12s} peer {peer:.5f}  {peer / ours:8.2f} times all of f4s-metrics")
print(f"with --floors {floors:.5f}, {floors / ours:.2f} times as long")
if (scratch / "memory").exists():
    memory = next(float(line.split()[2]) for line in open(scratch / "memory") if line.startswith("all nine")) / 1000
    seconds = [p[-1]["seconds"] for p in peers]
    peer = statistics.median(s["all"] - s["reading"] for s in seconds) / n
    print(f"from memory: peer {peer:.5f}, f4s-metrics {memory:.5f}, {peer / memory:.1f} times")

records = map(json.loads, open(scratch / "ours.ndjson"))
mine = {r["id"]: r["metrics"]["fusion"] for r in records if r["schema"] == "f4s.case/1"}
worst, where = 0.0, ""
for record in peers[0][:-1]:
    for name, value in record["metrics"].items():
        other = mine[record["id"]][name]
        difference = abs(other - value) / max(abs(value), 1e-12)
        if difference >= worst:
            worst, where = difference, f"{name} of {record['id']}: {other!r} against {value!r}"
print(f"largest relative difference {worst:.2g} ({where})")
sys.exit(worst > 1e-9)
COMPARE
