#!/bin/bash
# The counts of a BraTS-Fuse folder as a table: studies, slices, slices with each label, and fused images
# of each combination, by split.
#
#   report.sh OUT

set -euo pipefail
cd "$1"
slices=slices/cases.ndjson fused=fused/cases.ndjson
if [ ! -e $slices ]; then slices=slices.ndjson fused=fused.ndjson; fi  # in tar files

# Reads lines "what<TAB>split", counts them, and adds the sum over the splits.
Counted() {
  awk -F '\t' -v OFS='\t' '{ n[$1 OFS $2]++; n[$1 OFS "all"]++ } END { for (k in n) print k, n[k] }' | LC_ALL=C sort
}

printf 'what\tsplit\tcount\n'
jq -r '[.subject, .split] | @tsv' $slices | LC_ALL=C sort -u | sed 's/^[^\t]*/studies/' | Counted
jq -r '"slices\t\(.split)"' $slices | Counted
jq -r 'select(has("label")) | "slices with a label map\t\(.split)"' $slices | Counted
jq -r '"fused \(.fused_from | join("+"))\t\(.split)"' $fused | Counted
