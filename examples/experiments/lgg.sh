#!/bin/bash
# The model lgg: the FLAIR abnormality of lower-grade glioma on whole axial slices of the head, from T1ce and FLAIR or
# from FLAIR alone.  Trains it, and scores it on patients kept for validation.
#
#   examples/experiments/lgg.sh SLICES OUT
#
# SLICES: {t1ce,flair,label}/PATIENT_DATE_SLICE.png, 8 bits, one name in the folders; PATIENT is TCGA_XX_NNNN.
#
# From the environment:
#   MODALITIES  "t1ce,flair"    t1,t1ce,flair (SLICES/t1) trains a model that makes use of T1 too, where it is there
#   FUSER    "3 100"     epochs, and steps of each, in which the fusion network is trained, with a small segmentation network
#   LABELS   "80 150"    those of the segmentation network that is shipped
#   MODELS   ""          models to score in place of training one
#
# OUT gets the runs, MODEL-SOURCES.ndjson with the scores of each patient, and table.md: voxels are pooled over the slices
# of a patient, and false area is the share of pixels labelled on slices without tumour.

set -euo pipefail
# shellcheck source-path=SCRIPTDIR source=tables.sh
. "$(dirname "${BASH_SOURCE[0]}")/tables.sh"
: "${MODALITIES:=t1ce,flair}" "${FUSER:=3 100}" "${LABELS:=80 150}" "${MODELS:=}"
slices=$(realpath "$1") out=$(realpath -m "$2")
for model in $MODELS; do
  if [ -e "$model" ]; then models+=("$(realpath "$model")"); else models+=("$model"); fi
done
mkdir -p "$out"
cd "$out"

# Prepare SOURCES LEVELS: the slices without the noise of air (floor), or by percentiles; what is not among the sources is black.
Prepare() {
  local source words=() levels=$2
  [ "$levels" != floor ] || levels=range=10,255
  for source in ${1//-/ }; do words+=("$source=$slices/$source"); done
  [ -e "$1-$2/dataset.json" ] ||
    f4s-prep "${words[@]}" label="$slices/label" -o "$1-$2" --modalities "$MODALITIES" --missing zero --brain none \
      --normalize "$levels" --normalize-over image --slices all --classes 1=abnormality --regions WT=1 \
      --subject '^(TCGA_[A-Z0-9]+_[A-Z0-9]+)' --split 0.8,0.2,0 --seed 1 --format none
}
all=${MODALITIES//,/-}
subsets=$(printf '%s\n' "$all" t1ce-flair flair | awk '!seen[$0]++')
for sources in $subsets; do
  for levels in floor percentile; do Prepare "$sources" $levels; done
done

# Records DATASET SPLIT NAME: with absolute paths, and NAME behind their ids.
Records() {
  jq -c --arg folder "$PWD/$1/" --arg split "$2" --arg name "$3" 'select(.split == $split) | .id += $name |
    .images |= map_values($folder + .) | (.label, .mask) |= (if . then $folder + . else empty end)' "$1/cases.ndjson"
}
# Two ways to prepare, so that the model asks for neither; a third of it without T1.
{
  Records "$all-floor" train _a
  Records t1ce-flair-floor train _b
  Records "$all-percentile" train _c
  Records "$all-floor" val ""
} > mixed.ndjson

# Train RECORDS RUN "EPOCHS STEPS" FLAGS...
Train() {
  local epochs
  read -ra epochs <<< "$3"
  [ -e "$2/last.safetensors" ] ||
    f4s-train "$1" -o "$2" --modalities "$MODALITIES" --epochs "${epochs[0]}" --steps-per-epoch "${epochs[1]}" \
      --segmenter unet --ema-decay 0.998 --rotate 0 --skip-existing --format none "${@:4}"
}
if [ -z "$MODELS" ]; then
  Train "$all-floor" fuser "$FUSER" --seed 1 --crop 128 --batch-size 8 --segmentation-width 8 --segmentation-levels 3 \
    --segmentation-learning-rate 0.003 --fusion-dim 8 --fusion-patch 4 --sigma 0 --intensity-weight 0 --texture-weight 0 \
    --fidelity-weight 1 --warmup-epochs 0 --fusion-learning-rate 0.003 --fusion-halve-every 2 \
    --contrast '0=-0.02 1=0.12' --contrast-epochs 2 --validate-every 3 --validation-slices 8
  # Half the resolution and four times the channels at first, and pixels again at last: a quarter of the time.
  Train mixed.ndjson labels "$LABELS" --seed 2 --init fuser/last.safetensors --task segmentation --input images \
    --modality-dropout 0.3 --needs flair --segmentation-patch 2 --segmentation-width 16 --segmentation-levels 4 \
    --segmentation-learning-rate 0.003 --crop 224 --batch-size 4 --augmentation nnunet --scale 0.4 --foreground-share 0.2 \
    --validate-every 8 --validation-slices 4
  models=("$PWD/labels/last.safetensors")
fi

# FalseArea SCORES: per cent, of the slices that have no tumour.
FalseArea() {
  jq -sr '[.[] | select(.schema == "f4s.case/1") | .metrics.segmentation.WT | select(.sensitivity == null) |
    1 - .specificity] | add / length * 100' "$1" | awk '{ printf " %.3f |", $1 }'
}

# Score NAME SOURCES MODEL FLAGS...: labels the patients kept for validation, and adds a row.
Score() {
  f4s-segment "$2" --split val --model "$3" -o "labelled-$1-$2" --force "${@:4}" > labelled.ndjson
  f4s-metrics labelled.ndjson --seg-convention nnunet > by-slice.ndjson
  f4s-metrics labelled.ndjson --by subject --seg-convention nnunet > "$1-$2.ndjson"
  echo "| $1: $2 |$(Cells "$1-$2.ndjson" .segmentation.WT.{dice.{mean,sd,median,min},{precision,sensitivity}.mean})$(FalseArea by-slice.ndjson)"
}

{
  Header "model: input" "Dice, mean" sd median least precision sensitivity "false area, %"
  for model in "${models[@]}"; do
    for sources in $subsets; do
      for levels in floor percentile; do Score "$(basename "$model" .safetensors)" "$sources-$levels" "$model"; done
    done
  done
} > table.md
cat table.md
