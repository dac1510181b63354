#!/usr/bin/env bash
# Preparation beside nnU-Net's own preprocessing (configuration 2d) of the same studies: CPU time a case, each
# on one worker.  Both crop or mask to what is not 0, take z-scores within it and write what training reads; neither
# has to resample studies of one spacing.  Start-up is within both; nnU-Net's fingerprint and plans are not counted.
#
#   tests/bench/prep_nnunet.sh BIN_FOLDER BRATS_FOLDER NNUNET_BIN
#
# NNUNET_BIN: the folder of nnUNetv2_preprocess and its kin.
set -euo pipefail
bin=$(realpath "$1") brats=$(realpath "$2") nnunet=$(realpath -s "$3")
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
# shellcheck source-path=SCRIPTDIR source=nnunet_dataset.sh
. "$(dirname "${BASH_SOURCE[0]}")/nnunet_dataset.sh"
MakeNnunetDataset "$brats" "$nnunet" "$scratch"
TIMEFORMAT='%U %S'
used() { { time "$@" > /dev/null 2>&1; } 2>&1 | awk -v n="$cases" '{ printf "%.2f\n", ($1 + $2) / n }'; }
theirs=$(used "$nnunet/nnUNetv2_preprocess" -d 1 -c 2d -np 1)
ours=$(used "$bin/f4s-prep" "$brats" -o "$scratch/ours" --normalize zscore --slices all -j1)
awk -v t="$theirs" -v o="$ours" 'BEGIN { printf "nnU-Net %.2f s of CPU time a case, f4s-prep %.2f s: %.1f times\n", t, o, t / o }'
