#!/bin/bash
# Does distillation of attention between modalities help?  Trains --method csad in cross-validation,
# with one part after the other switched off, beside the plain U-Net, and scores each subject by the model
# that was not trained on it.
#
#   examples/experiments/csad.sh CROPS OUT     CROPS: a folder of tumour-centred crops, ID_lesionN/..., in z-scores
#
# From the environment:
#   SEEDS    "1"         each arm runs with each
#   FOLDS    "1/5 2/5 3/5 4/5 5/5"; "" is one split by patient, 0.7, 0.1 and 0.2, as glioma.sh has it
#   PROFILE  tiny        size of the networks
#   EPOCHS, STEPS        20 and 60
#   ARMS                 those to run; default: all.  What is done is not done again.
#
#   csad, csad4          two modalities (t1ce, flair), and four
#   undistilled          no distillation between the encoders
#   softmax              attention is the softmax of the features' energy
#   concatenated         their features are merged by a 1x1 convolution alone
#   side-by-side(4)      a U-Net that sees the modalities as channels, with all else alike
#
# Of a fold the last weights are scored, not the best: those were chosen on the very subjects that are held out.
# Of the split it is the best on `val` that is scored, on `test`.
#
# OUT gets a folder for each run, ARM.ndjson with the scores of an arm over all folds and seeds, and table.md:
# Dice, HD95 and sensitivity, and differences of Dice between arms, paired over the runs and
# crops that both have, with 95 % intervals over patients.

set -euo pipefail
# shellcheck source-path=SCRIPTDIR source=tables.sh
. "$(dirname "${BASH_SOURCE[0]}")/tables.sh"
: "${SEEDS:=1}" "${FOLDS=1/5 2/5 3/5 4/5 5/5}" "${PROFILE:=tiny}" "${EPOCHS:=20}" "${STEPS:=60}"
: "${ARMS:=csad undistilled softmax concatenated side-by-side csad4 side-by-side4}"
crops=$(realpath "$1") out=$(realpath -m "$2")
mkdir -p "$out"
cd "$out"

# No subject is kept from cross-validation.
[ -e data/dataset.json ] ||
  f4s-prep "$crops" -o data --normalize range=-4,4 --subject '(.*)_lesion' --split "$([ -n "$FOLDS" ] && echo 1,0,0 || echo 0.7,0.1,0.2)" \
    --slices all --format none

# Sets `how`: an arm's flags.
Arm() {
  local two=(--modalities 't1ce,flair') four=(--modalities 't1,t1ce,t2,flair')
  local plain=(--task segmentation --input images --segmenter unet)
  network=(--profile "$PROFILE" --batch-size 32)
  [ "$PROFILE" != tiny ] ||
    network=(--segmentation-width 16 --segmentation-levels 3 --segmentation-learning-rate 0.002 --batch-size 16)
  case $1 in
    csad) how=(--method csad "${two[@]}") ;;
    csad4) how=(--method csad "${four[@]}") ;;
    softmax) how=(--method csad --distillation-attention softmax "${two[@]}") ;;
    undistilled) how=(--method csad --distillation-weight 0 "${two[@]}") ;;
    concatenated) how=(--method csad --segmentation-merge concatenated "${two[@]}") ;;
    side-by-side) how=("${plain[@]}" "${two[@]}") ;;
    side-by-side4) how=("${plain[@]}" "${four[@]}") ;;
    *) echo "no arm $1" >&2; exit 2 ;;
  esac
}

# Run ARM SEED [FOLD]: trains, and labels the crops of the subjects held out.
Run() {
  local run=$1-seed$2 learned=() held_out=(--split test) weights=model
  if [ -n "${3:-}" ]; then
    run+=-fold${3/\//of} learned=(--fold "$3") held_out=(--fold "$3") weights=last
  fi
  if [ ! -e "$run.labels.ndjson" ]; then
    echo "== $run" >&2
    f4s-train data -o "$run" "${how[@]}" "${network[@]}" "${learned[@]}" --seed "$2" --epochs "$EPOCHS" \
      --steps-per-epoch "$STEPS" --crop 32 --checkpoint-minutes 60 --format none
    f4s-segment data "${held_out[@]}" --model "$run/$weights.safetensors" -o "$run-labels" --volumes --force > "$run.part"
    mv "$run.part" "$run.labels.ndjson"
  fi
  jq -c --arg seed "-seed$2" 'select(.schema == "f4s.case/1") | .id += $seed' "$run.labels.ndjson" >> "$1.cases.ndjson"
}

read -ra seeds <<< "$SEEDS"
read -ra folds <<< "$FOLDS"
[ -n "$FOLDS" ] || folds=("")
for arm in $ARMS; do
  Arm "$arm"
  rm -f "$arm.cases.ndjson"
  for fold in "${folds[@]}"; do
    for seed in "${seeds[@]}"; do Run "$arm" "$seed" "$fold"; done
  done
  f4s-metrics "$arm.cases.ndjson" > "$arm.ndjson"
done

# Name ARM: what its rows are called.
Name() {
  case $1 in
    csad) echo "csad, t1ce and flair" ;;
    csad4) echo "csad, all four" ;;
    undistilled) echo "csad, without distillation" ;;
    softmax) echo "csad, softmax attention" ;;
    concatenated) echo "csad, merged by a 1x1 convolution" ;;
    side-by-side) echo "U-Net, t1ce and flair concatenated" ;;
    side-by-side4) echo "U-Net, all four concatenated" ;;
  esac
}

# Row ARM OTHER: the difference of Dice, where both are among the arms.
Row() {
  [[ " $ARMS " == *" $1 "* && " $ARMS " == *" $2 "* ]] || return 0
  echo "| $(Name "$1") - $(Name "$2") |$(Differences "$1.cases.ndjson" "$2.ndjson")"
}

{
  Header network "Dice WT" TC ET "HD95 WT" TC ET "sensitivity WT" TC ET
  for arm in $ARMS; do
    echo "| $(Name "$arm") |$(Cells "$arm.ndjson" .segmentation.{WT,TC,ET}.dice.mean .segmentation.{WT,TC,ET}.hd95_mm.mean \
      .segmentation.{WT,TC,ET}.sensitivity.mean)"
  done
  echo
  Header "difference of Dice" WT TC ET
  for other in undistilled softmax concatenated side-by-side; do Row csad "$other"; done
  Row csad4 side-by-side4
  Row csad4 csad
} > table.md
cat table.md
