#!/bin/bash
# From tumour-centred crops to whole brains: goes on training a network of glioma.sh with whole slices
# beside the crops' ones, leaving out each whole brain in turn to see what it is worth on a brain that it
# does not know, and then with all of them.
#
#   examples/experiments/glioma_whole.sh CROPS VOLUMES OUT
#
# CROPS:   as for glioma.sh, which has run into OUT/crops before (ARMS=both SEEDS=1 is enough)
# VOLUMES: a BraTS folder of whole studies
#
# From the environment:
#   FROM     both-seed1    the run of glioma.sh to go on from
#   EPOCHS, STEPS          8 and 60
#
# OUT gets a run for each brain left out, LEFT.ndjson with its scores, all/last.safetensors, and table.md.

set -euo pipefail
: "${FROM:=both-seed1}" "${EPOCHS:=8}" "${STEPS:=60}"
here=$(cd "$(dirname "$0")" && pwd)
crops=$(realpath "$1") volumes=$(realpath "$2") out=$(realpath -m "$3")
mkdir -p "$out"
cd "$out"

[ -e "crops/$FROM/model.safetensors" ] || ARMS=${FROM%-seed*} SEEDS=${FROM##*-seed} bash "$here/glioma.sh" "$crops" crops > /dev/null
[ -e brains/dataset.json ] ||
  f4s-prep "$volumes" -o brains --normalize zscore --spacing 1.875,1.875,1.21 --split 1,0,0 --format none

# Records of a dataset, with absolute paths.
Absolute() {
  jq -c --arg folder "$PWD/$1/" '.images |= map_values($folder + .) | (.label, .mask) |= (if . then $folder + . else empty end)' "$1/cases.ndjson"
}

# Mixed LEFT: 600 slices of training crops, the crops for validation, and thrice the slices of all brains but LEFT.
Mixed() {
  Absolute crops/data | jq -c 'select(.split == "train")' | shuf -n 600 --random-source=<(yes 1)
  Absolute crops/data | jq -c 'select(.split == "val")'
  for copy in 1 2 3; do
    Absolute brains | jq -c --arg left "$1" --arg copy "_copy$copy" 'select(.subject != $left) | .split = "train" | .id += $copy'
  done
}

# Train LEFT: a run named LEFT.
Train() {
  [ ! -e "$1/last.safetensors" ] || return 0
  Mixed "$1" > "$1.ndjson"
  f4s-train "$1.ndjson" -o "$1" --init "crops/$FROM/model.safetensors" --input both --modalities t1ce,flair --seed 1 \
    --crop 64 --batch-size 8 --epochs "$EPOCHS" --steps-per-epoch "$STEPS" \
    --segmenter unet --segmentation-width 16 --segmentation-levels 3 --segmentation-learning-rate 0.0007 \
    --sigma 0 --intensity-weight 0 --texture-weight 0 --fidelity-weight 1 --warmup-epochs 0 --fusion-patch 1 \
    --fusion-learning-rate 0.0005 --fusion-halve-every 3 --validation-slices 40 --checkpoint-minutes 60 --format none
}

{
  echo "| brain left out | Dice WT | TC | ET |"
  echo "|---|---:|---:|---:|"
} > table.md
for left in $(jq -r .subject brains/cases.ndjson | sort -u); do
  Train "$left"
  f4s-segment brains --ids "${left}_*" --model "$left/last.safetensors" -o "$left-labels" --volumes --force | f4s-metrics - > "$left.scores.ndjson"
  tail -n 1 "$left.scores.ndjson" | jq -r --arg left "$left" '[.summary.segmentation | .WT, .TC, .ET | .dice.mean * 1000 | round / 1000 | tostring] | "| \($left) | " + join(" | ") + " |"' >> table.md
done
Train all
cat table.md
