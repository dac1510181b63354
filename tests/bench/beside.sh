#!/usr/bin/env bash
# From four NIfTI files to a label map on their own grid, by f4s-segment and by what users would pick, one after the other on
# one thread: seconds of CPU time to start, to read and prepare, of the network, to export; in all; on the wall; peak in MB.
# The peers' networks have random weights, on which their time does not depend; so nothing is said here of how good labels are.
#
#   tests/bench/beside.sh BIN_FOLDER BRATS_FOLDER PEERS_BIN [PEER...]
#
# The first study of BRATS_FOLDER is labelled; nnU-Net plans for all of them.  PEERS_BIN: the folder of a Python that has torch,
# nnunetv2, monai and TotalSegmentator.  PEER: some of the rows of beside_peer.py (default: all; with mirroring: MIRROR=1).
set -euo pipefail
bin=$(realpath "$1") brats=$(realpath "$2") peers=$(realpath -s "$3")
shift 3
[ $# -gt 0 ] || set -- totalsegmentator monai nnunet-2d nnunet-3d
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
study=$(find "$brats" -mindepth 1 -maxdepth 1 -type d | sort | head -1)
# shellcheck source-path=SCRIPTDIR source=nnunet_dataset.sh
. "$here/nnunet_dataset.sh"
export OMP_NUM_THREADS=1 MKL_NUM_THREADS=1
sed -n 's/^model name[^:]*: //p' /proc/cpuinfo | head -1
echo "| what | start | read, prepare | network | export | all | wall | peak, MB |"
echo "|---|---:|---:|---:|---:|---:|---:|---:|"

# Ours COMMAND...: "CPU seconds, seconds on the wall, MB" of a command.
Ours() {
  /usr/bin/time -f '%U %S %e %M' -o "$scratch/time" "$@" >/dev/null 2>"$scratch/errors" || { cat "$scratch/errors" >&2; return 1; }
  awk '{ printf "%.2f %.1f %.0f\n", $1 + $2, $3, $4 / 1000 }' "$scratch/time"
}
start=$(Ours "$bin/f4s-segment" --model glioma --describe)
whole=$(Ours "$bin/f4s-segment" "$study" --model glioma -o "$scratch/ours" --run-record "$scratch/run.json" -j1)
read -ra flags < <(jq -r .preparation.flags "$scratch/run.json")
prepare=$(Ours "$bin/f4s-prep" "$study" -o "$scratch/prepared" "${flags[@]}" -j1)
echo "$start $whole $prepare" | awk '{
  printf "| f4s-segment --model glioma | %.2f | %.2f | %.2f, with export | | %.2f | %.1f | %.0f |\n",
    $1, $7, $4 - $7 - $1, $4, $5, $6 }'

case " $* " in *" nnunet"*) MakeNnunetDataset "$brats" "$peers" "$scratch" ;; esac
for peer; do "$peers/python" "$here/beside_peer.py" "$peer" "$study" "$scratch/$peer" 2>"$scratch/log" | grep '^|' || tail -5 "$scratch/log" >&2; done
