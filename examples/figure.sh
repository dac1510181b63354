#!/bin/bash
# Makes the picture of README.md: a synthetic study, fused and labelled by the model `glioma`, as f4s-report draws a case.
#
#   examples/figure.sh [OUT.svg|OUT.png]     default: docs/case.svg
#
# Wants the programs in build/bin.  Less than a minute.

set -euo pipefail
root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
out=$(realpath -m "${1:-$root/docs/case.svg}")
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
PATH=$root/build/bin:$PATH
cd "$work"

f4s-phantom -o studies --cases 4 --size 160,192,24 --spacing 1,1,6 --seed 5 --format none
f4s-fuse studies -o fused --model glioma | f4s-segment - -o labels --model glioma | f4s-metrics - > scores.ndjson
f4s-report scores.ndjson --ids phantom_0002 --figure "$out" --force > /dev/null
# What the README says of it: its Dice, and the means of the four studies.
jq -r 'def Two: . * 100 | round / 100; def Line: map_values(Two) | to_entries | map("\(.key) \(.value)") | join(", ");
  select(.id == "phantom_0002") | .metrics.segmentation | map_values(.dice) | Line' scores.ndjson
tail -n 1 scores.ndjson | jq -r 'def Two: . * 100 | round / 100;
  .summary.segmentation | map_values(.dice.mean | Two) | to_entries | map("\(.key) \(.value)") | join(", ")'
