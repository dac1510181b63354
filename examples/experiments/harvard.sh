#!/bin/bash
# One small network for CT, PET and SPECT with MRI: trains it, and scores it beside the rules and a
# copy of the MRI.
#
#   examples/experiments/harvard.sh HARVARD OUT
#
# HARVARD: {ct,pet,spect}-mri/{train,val}/{mri,ct|pet|spect}/NAME.png, pairs with one name; a further
# part, such as test, is scored too where PARTS names it.
#
# From the environment:
#   SETTINGS  the training's parameters, a JSON file; default: what the model that comes with the suite
#             says of its own
#   DIMS      "16"        channels of the network, a run for each: quality against cost
#   EPOCHS, STEPS         default: what SETTINGS say
#   PARTS     "val"       what is scored
#
# OUT gets a folder for each run, scores of each kind and part, and table.md: metrics (cddfuse), weights
# and seconds of processor time a pair, start-up included.

set -euo pipefail
: "${SETTINGS:=}" "${DIMS:=16}" "${EPOCHS:=}" "${STEPS:=}" "${PARTS:=val}"
from=$(realpath "$1") out=$(realpath -m "$2")
mkdir -p "$out"
if [ -n "$SETTINGS" ]; then
  cp "$SETTINGS" "$out/settings.json"
else
  f4s-fuse --model harvard --describe | jq .model.provenance.config > "$out/settings.json"
fi
cd "$out"

Records() {
  local kind part
  for kind in ct pet spect; do
    for part in train $PARTS; do
      printf '%s\n' "$from/$kind-mri/$part/mri"/*.png | jq -Rc --arg kind "$kind" --arg part "$part" '
        {schema: "f4s.case/1", id: "\($kind)_\($part)_\(sub(".*/"; "") | sub("\\.png$"; ""))", split: $part,
         images: {mri: ., ($kind): sub("/mri/(?<name>[^/]*)$"; "/\($kind)/\(.name)")}}'
    done
  done
}

# Sets `used` to the processor time of this script's commands so far, in seconds.
Used() {
  times > times.txt
  used=$(tail -n 1 times.txt | tr 'ms' '  ' | jq -Rr '[splits(" +") | select(. != "") | tonumber] | .[0] * 60 + .[1] + .[2] * 60 + .[3]')
}

# Score NAME KIND PART FLAGS...: fuses and scores, and appends a row to table.md.
Score() {
  local run=$1-$2-$3 name=$1 kind=$2 part=$3 start
  shift 3
  Used
  start=$used
  f4s-fuse pairs.ndjson --split "$part" --ids "${kind}_*" -o "$run" "$@" -j1 --force > "$run.fused.ndjson"
  Used
  f4s-metrics "$run.fused.ndjson" > "$run.ndjson"
  tail -n 1 "$run.ndjson" | jq -r --arg name "| $part $kind | $name" --argjson seconds "$(jq -n "$used - $start")" '
    def Round: . * 1000 | round / 1000;
    [$name, (.summary.fusion | .EN, .SD, .SF, .MI, .SCD, .VIF, .Qabf | .mean | Round), ($seconds / .cases.ok | Round)] |
    join(" | ") + " |"' >> table.md
}

[ -e pairs.ndjson ] || { Records > pairs.part && mv pairs.part pairs.ndjson; }
[ -e data/dataset.json ] || f4s-prep pairs.ndjson -o data --normalize none --brain none --format none
for dim in $DIMS; do
  [ -e "dim$dim/last.safetensors" ] ||
    f4s-train data -o "dim$dim" --config settings.json --fusion-dim "$dim" ${EPOCHS:+--epochs "$EPOCHS"} ${STEPS:+--steps-per-epoch "$STEPS"} \
      -j1 --format none
done

{
  echo "| pairs | method | EN | SD | SF | MI | SCD | VIF | Qabf | seconds |"
  echo "|---|---|---:|---:|---:|---:|---:|---:|---:|---:|"
} > table.md
for part in $PARTS; do
  for kind in ct pet spect; do
    for rule in average maximum laplacian; do Score "$rule" "$kind" "$part" --method "$rule"; done
    for dim in $DIMS; do Score "dim$dim" "$kind" "$part" --model "dim$dim/model.safetensors"; done
  done
done
cat table.md
