#!/bin/bash
# The model lgg: the FLAIR abnormality of lower-grade glioma on whole axial slices of the head, from T1ce and FLAIR or
# from FLAIR alone.  Trains it, and scores it on patients kept for validation.
#
#   examples/experiments/lgg.sh SLICES OUT
#
# SLICES: {t1ce,flair,label}/PATIENT_DATE_SLICE.png, 8 bits, one name in the three folders; PATIENT is TCGA_XX_NNNN.
#
# From the environment:
#   JOINT    "10 100"    epochs, and steps of each, in which fusion and segmentation are trained together
#   ALONE    "19 100"    those in which the segmentation network goes on, and the fusion stays as it is
#   MODEL    ""          a model to score in place of training one
#
# OUT gets the runs, SOURCES.ndjson with the scores of each patient, and table.md: voxels are pooled over the slices of a
# patient, and false area is the share of pixels labelled on slices without tumour.

set -euo pipefail
# shellcheck source-path=SCRIPTDIR source=tables.sh
. "$(dirname "${BASH_SOURCE[0]}")/tables.sh"
: "${JOINT:=10 100}" "${ALONE:=19 100}" "${MODEL:=}"
slices=$(realpath "$1") out=$(realpath -m "$2")
[ ! -e "$MODEL" ] || MODEL=$(realpath "$MODEL")
mkdir -p "$out"
cd "$out"

# Prepare SOURCES LEVELS: the slices as they are (none), by percentiles, or without the noise of air (floor); an image
# that is not among SOURCES is zeros.
Prepare() {
  local source words=() levels=$2
  [ "$levels" != floor ] || levels=range=10,255
  [ ! -e "$1-$2/dataset.json" ] || return 0
  for source in ${1//-/ }; do words+=("$source=$slices/$source"); done
  f4s-prep "${words[@]}" label="$slices/label" -o "$1-$2" --modalities t1ce,flair --missing zero --brain none \
    --normalize "$levels" --normalize-over image --slices all --classes 1=abnormality --regions WT=1 --subject '^(TCGA_[A-Z0-9]+_[A-Z0-9]+)' \
    --split 0.8,0.2,0 --seed 1 --format none
}
for sources in t1ce-flair flair t1ce; do
  for levels in floor none percentile; do Prepare "$sources" "$levels"; done
done

# Records DATASET SPLIT: with absolute paths.
Records() {
  jq -c --arg folder "$PWD/$1/" --arg split "$2" 'select(.split == $split) |
    .images |= map_values($folder + .) | (.label, .mask) |= (if . then $folder + . else empty end)' "$1/cases.ndjson"
}

# Share DATASET NAME FROM TO: the training slices whose number modulo 20 is at least FROM and below TO, as NAME.
Share() {
  Records "$1" train | jq -c --arg name "_$2" '.id += $name' |
    awk -v from="$3" -v to="$4" 'NR % 20 >= from && NR % 20 < to'
}

# Pairs thrice, FLAIR alone for five slices in six, T1ce alone for one in three.
[ -e mixed.ndjson ] || {
  Share t1ce-flair-none a 0 20
  Share t1ce-flair-none b 0 20
  Share t1ce-flair-percentile c 0 20
  Share flair-none d 0 9
  Share flair-percentile e 12 20
  Share t1ce-none f 0 3
  Share t1ce-percentile g 16 20
  Records t1ce-flair-none val | awk 'NR % 8 == 0'
} > mixed.part
[ -e mixed.ndjson ] || mv mixed.part mixed.ndjson

# Train RUN EPOCHS STEPS FLAGS...
Train() {
  f4s-train mixed.ndjson -o "$1" --epochs "$2" --steps-per-epoch "$3" "${@:4}" --modalities t1ce,flair --input both \
    --segmenter unet --segmentation-width 12 --segmentation-levels 4 --fusion-patch 4 --fusion-dim 8 \
    --crop 192 --batch-size 4 --rotate 0 --foreground-share 0.3 --skip-existing --format none
}
if [ -z "$MODEL" ]; then
  read -ra joint <<< "$JOINT"
  read -ra alone <<< "$ALONE"
  Train joint "${joint[@]}" --seed 1 --segmentation-learning-rate 0.003 --ema-decay 0.99 --scale 0.4 --intensity 0.4 \
    --sigma 0 --intensity-weight 0 --texture-weight 0 --fidelity-weight 1 --warmup-epochs 0 \
    --fusion-learning-rate 0.002 --fusion-halve-every 6 --contrast '0=-0.02 1=0.12' --contrast-epochs 4 \
    --validate-every 5 --validation-slices 10
  Train alone "${alone[@]}" --seed 2 --task segmentation --init joint/last.safetensors --segmentation-learning-rate 0.002 \
    --segmentation-warmup-steps 50 --ema-decay 0.995 --scale 0.5 --intensity 0.6 --validate-every 3 --validation-slices 4
  MODEL=$PWD/alone/last.safetensors
fi

# FalseArea SCORES: per cent, of the slices that have no tumour.
FalseArea() {
  jq -sr '[.[] | select(.schema == "f4s.case/1") | .metrics.segmentation.WT | select(.sensitivity == null) |
    1 - .specificity] | add / length * 100' "$1" | awk '{ printf " %.3f |", $1 }'
}

{
  Header input "Dice, mean" sd median least precision sensitivity "false area, %"
  for sources in t1ce-flair flair t1ce; do
    for levels in floor none percentile; do
      f4s-segment "$sources-$levels" --split val --model "$MODEL" -o "labels-$sources-$levels" --force > labels.ndjson
      f4s-metrics labels.ndjson --seg-convention nnunet > by-slice.ndjson
      f4s-metrics labels.ndjson --by subject --seg-convention nnunet > "$sources-$levels.ndjson"
      echo "| $sources, $levels |$(Cells "$sources-$levels.ndjson" .segmentation.WT.{dice.{mean,sd,median,min},{precision,sensitivity}.mean})$(FalseArea by-slice.ndjson)"
    done
  done
} > table.md
cat table.md
