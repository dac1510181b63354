#!/bin/bash
# Does it help that modalities learn from each other where to look?  Trains --method csad in cross-validation,
# with one part after the other switched off, beside the plain U-Net, and scores each subject by the model
# that did not learn from it.
#
#   examples/experiments/csad.sh CUBES OUT     CUBES: a folder of tumour-centred cubes, ID_lesionN/..., in z-scores
#
# From the environment:
#   SEEDS    "1"         each arm runs with each
#   FOLDS    "1/5 2/5 3/5 4/5 5/5"; "" is one split by patient, 0.7, 0.1 and 0.2, as glioma.sh has it
#   PROFILE  tiny        size of the networks
#   EPOCHS, STEPS        20 and 60
#   ARMS                 those to run; default: all.  What is done is not done again.
#
#   csad, csad4          two modalities (t1ce, flair), and four
#   undistilled          the encoders do not learn from each other
#   softmax              they do, by the softmax of their energy
#   concatenated         their features are merged by a 1x1 convolution alone
#   side-by-side(4)      a U-Net that sees the modalities as channels, with all else alike
#
# Of a fold the last weights are scored, not the best: those were chosen on the very subjects that are held out.
# Of the split it is the best on `val` that is scored, on `test`.
#
# OUT gets a folder for each run, ARM.ndjson with the scores of an arm over all folds and seeds, and table.md:
# Dice, sensitivity, specificity, ASSD and HD95, and differences of Dice between arms, paired over the runs and
# cubes that both have, with 95 % intervals over patients.

set -euo pipefail
: "${SEEDS:=1}" "${FOLDS=1/5 2/5 3/5 4/5 5/5}" "${PROFILE:=tiny}" "${EPOCHS:=20}" "${STEPS:=60}"
: "${ARMS:=csad undistilled softmax concatenated side-by-side csad4 side-by-side4}"
cubes=$(realpath "$1") out=$(realpath -m "$2")
mkdir -p "$out"
cd "$out"

# No subject is kept from cross-validation.
[ -e data/dataset.json ] ||
  f4s-prep "$cubes" -o data --normalize range=-4,4 --subject '(.*)_lesion' --split "$([ -n "$FOLDS" ] && echo 1,0,0 || echo 0.7,0.1,0.2)" \
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

# Run ARM SEED [FOLD]: trains, and labels the cubes of the subjects held out.
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

# Summary ARM PATH: a figure of an arm, to three digits.
Summary() { tail -n 1 "$1.ndjson" | jq -r ".summary.segmentation.$2 | . * 1000 | round / 1000"; }

# Difference ARM OTHER REGION: of Dice, on the runs that both have.
Difference() {
  f4s-metrics "$1.cases.ndjson" --compare "$2.ndjson" --keep-going --format ndjson 2>/dev/null | tail -n 1 |
    jq -r ".summary.compare.segmentation.$3.dice | [.mean_difference, .ci95[0], .ci95[1]] | map(. * 1000 | round / 1000) |
      \"\(.[0]) [\(.[1]), \(.[2])]\""
}

# The row of ARM less OTHER, where both are among the arms.
Row() {
  [[ " $ARMS " == *" $1 "* && " $ARMS " == *" $2 "* ]] || return 0
  local row="| $1 less $2" region
  for region in WT TC ET; do row+=" | $(Difference "$1" "$2" $region || true)"; done
  echo "$row |"
}

{
  echo "| arm | Dice WT | TC | ET | sensitivity WT | TC | ET | specificity WT | TC | ET | ASSD WT | TC | ET | HD95 WT | TC | ET |"
  echo "|---|---:|---:|---:|---:|---:|---:|---:|---:|---:|---:|---:|---:|---:|---:|---:|"
  for arm in $ARMS; do
    row="| $arm"
    for metric in dice sensitivity specificity assd_mm hd95_mm; do
      for region in WT TC ET; do row+=" | $(Summary "$arm" $region.$metric.mean)"; done
    done
    echo "$row |"
  done
  echo
  echo "| difference of Dice | WT | TC | ET |"
  echo "|---|---:|---:|---:|"
  for other in undistilled softmax concatenated side-by-side; do Row csad "$other"; done
  Row csad4 side-by-side4
  Row csad4 csad
} > table.md
cat table.md
