#!/usr/bin/env bash
# How much faster the segmentation metrics are than medpy, MONAI and surface-distance: all in turn,
# on one thread, several times, in one run.  Dice, IoU, HD95, ASSD and NSD of each region.
#
#   tests/bench/metrics_segmentation.sh BUILD LABEL.nii.gz PREDICTION.nii.gz [REGIONS [PYTHON [RUNS [LIBRARIES]]]]
#
# BUILD is the build folder; its target bench_segmentation is built first.  REGIONS are those of
# f4s-metrics ('WT=1,2,3 TC=1,3 ET=3'; '' for each value).  PYTHON (default: python3) has nibabel and
# what there is of medpy, monai with torch, and surface-distance: pip install them into an environment
# of your own.  Seconds are CPU time, so that other work on the machine counts on no side.
# RUNS is 5; LIBRARIES medpy,monai,surface_distance (medpy takes minutes on large maps).
set -eu
build=$1 label=$2 prediction=$3 regions=${4:-} python=${5:-python3} runs=${6:-5} libraries=${7:-medpy,monai,surface_distance}
here=$(cd "$(dirname "$0")" && pwd)
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
export OMP_NUM_THREADS=1 OPENBLAS_NUM_THREADS=1 MKL_NUM_THREADS=1 TIMEFORMAT='%U %S'

cmake --build "$build" --target bench_segmentation f4s-metrics >/dev/null
median() { sort -n | awk '{ v[NR] = $1 } END { print v[int((NR + 1) / 2)] }'; }
say() { echo "$*"; echo "$*" >>"$scratch/lines"; }

for run in $(seq "$runs"); do
  { time "$build/bin/f4s-metrics" prediction="$prediction" label="$label" ${regions:+--regions "$regions"} -j1 >/dev/null; } 2>"$scratch/time"
  awk '{ printf "f4s-metrics process %.4f\n", $1 + $2 }' "$scratch/time" >"$scratch/run"
  "$build/bin/bench_segmentation" "$label" "$prediction" 3 medpy "$regions" |
    awk '{ print "fuse4seg", $1, $4 }' >>"$scratch/run"
  "$python" "$here/metrics_segmentation_peer.py" "$label" "$prediction" "$regions" "$libraries" >>"$scratch/run"
  while read -r line; do say "run $run: $line"; done <"$scratch/run"
done

echo "medians, seconds"
cut -d' ' -f3- "$scratch/lines" | awk '{ print $1, $2 }' | sort -u | while read -r who what; do
  echo "$who $what $(awk -v w="$who" -v k="$what" '$3 == w && $4 == k { print $5 }' "$scratch/lines" | median)"
done | tee "$scratch/medians"
awk '$1 == "fuse4seg" { ours[$2] = $3 } { v[$1, $2] = $3; who[$1] = 1 }
  END { for (w in who) if (w != "fuse4seg" && (w, "metrics") in v)
    printf "metrics from memory: %.1f times as fast as %s; with reading: %.1f times\n",
      v[w, "metrics"] / ours["metrics"], w,
      (v[w, "metrics"] + v["nibabel", "read"]) / (ours["metrics"] + ours["read"]) }' "$scratch/medians"
