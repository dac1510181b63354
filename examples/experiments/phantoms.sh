#!/bin/bash
# What glioma and lgg do on synthetic brains and heads, which neither was trained on: how much they label where there is no
# tumour, and how well they find one; with pictures of their outlines.
#
#   examples/experiments/phantoms.sh OUT
#
# From the environment:
#   CASES   "8"            phantoms of each kind
#   MODELS  "glioma lgg"   by name
#   BRAINS  "2,2,2 100,120,80"   spacing in mm and size of the whole skull-stripped brains for glioma
#   HEADS   "1,1,4 220,250,40"   those of the heads for lgg
#
# OUT gets the phantoms, their label maps, MODEL-KIND/overlay/*.png, MODEL.png (of the phantom without a tumour of which most is
# labelled, the slice of which most is) and table.md.

set -euo pipefail
# shellcheck source-path=SCRIPTDIR source=tables.sh
. "$(dirname "${BASH_SOURCE[0]}")/tables.sh"
: "${CASES:=8}" "${MODELS:=glioma lgg}" "${BRAINS:=2,2,2 100,120,80}" "${HEADS:=1,1,4 220,250,40}"
out=$(realpath -m "$1")
mkdir -p "$out"
cd "$out"

# Phantoms MODEL KIND: brains for glioma, heads for lgg.
Phantoms() {
  local form=(--spacing "${BRAINS% *}" --size "${BRAINS#* }") tumours=(--seed 5)
  [ "$1" != lgg ] || form=(--skull --spacing "${HEADS% *}" --size "${HEADS#* }")
  [ "$2" != healthy ] || tumours=(--seed 6 --tumours 0)
  [ -e "$1-$2.phantoms" ] || f4s-phantom -o "$1-$2.phantoms" --cases "$CASES" "${form[@]}" "${tumours[@]}" --format none
}

# Volumes RECORDS: mean, median and greatest of what is labelled as tumour, in ml.
Volumes() {
  jq -s '[.[] | select(.schema == "f4s.case/1").volumes_ml.WT] | sort | add / length,
    (.[length / 2 | floor] + .[(length - 1) / 2 | floor]) / 2, .[-1]' "$1" | awk '{ printf " %.1f |", $1 }'
}

# Picture MODEL
Picture() {
  local worst
  worst=$(jq -sr '[.[] | select(.schema == "f4s.case/1")] | max_by(.volumes_ml.WT).id' "$1-healthy.labels.ndjson")
  rm -rf worst
  mkdir worst
  cp -r "$1-healthy.phantoms/$worst" worst
  f4s-prep worst -o worst-data --for-model "$1" --force --format none
  f4s-segment worst-data -o worst-labels --model "$1" --overlay --force > worst.ndjson
  worst=$(f4s-metrics worst.ndjson --regions WT=1,2,4 |
    jq -sr '[.[] | select(.schema == "f4s.case/1")] | min_by(.metrics.segmentation.WT.specificity).id')
  cp "worst-labels/overlay/$worst.png" "$1.png"
}

{
  Header "model, phantoms" "labelled, ml: mean" median most "Dice of WT, mean" precision sensitivity
  for model in $MODELS; do
    for kind in healthy tumour; do
      run=$model-$kind
      Phantoms "$model" $kind
      f4s-segment "$run.phantoms" -o "$run" --model "$model" --volumes --overlay --force > "$run.labels.ndjson"
      f4s-metrics "$run.labels.ndjson" --regions WT=1,2,4 --seg-convention nnunet > "$run.ndjson"
      scores=" - | - | - |"
      [ $kind = healthy ] || scores=$(Cells "$run.ndjson" .segmentation.WT.{dice,precision,sensitivity}.mean)
      echo "| $model, $kind |$(Volumes "$run.labels.ndjson")$scores"
    done
  done
} > table.md
for model in $MODELS; do Picture "$model"; done
cat table.md
