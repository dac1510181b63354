#!/bin/bash
# What is a fused image worth to a segmenter?  Trains the same segmentation network, for the same
# number of steps, on single modalities, on several concatenated as input channels, and on one fused image, and scores
# all on patients that no training saw.
#
#   examples/experiments/glioma.sh CROPS OUT     CROPS: a folder of tumour-centred crops, ID_lesionN/..., in z-scores
#
# From the environment:
#   SEEDS    "1 2 3"     the arms that carry the claim run with each, the others with the first
#   FOLDS    ""          "1/5 2/5 ..." validates on these parts of the subjects in turn
#   PROFILE  tiny        size of the networks
#   SEGMENTER unet       the segmentation network: unet or transunet
#   EPOCHS, STEPS        20 and 60
#   ARMS                 those to run; default: all.  What is done is not done again.
#   VOLUMES  ""          a BraTS folder of whole studies, which every network labels too, as it came from the crops
#
# OUT gets a folder for each run, ARM.ndjson with the scores of an arm over all its runs, and
# table.md: Dice, IoU and HD95 of each arm, and differences of Dice between arms, paired over the
# runs and crops that both have, with 95 % intervals over patients; with VOLUMES ARM-whole.ndjson and whole.md.

set -euo pipefail
# shellcheck source-path=SCRIPTDIR source=tables.sh
. "$(dirname "${BASH_SOURCE[0]}")/tables.sh"
: "${SEEDS:=1 2 3}" "${FOLDS:=}" "${VOLUMES:=}" "${PROFILE:=tiny}" "${SEGMENTER:=unet}" "${EPOCHS:=20}" "${STEPS:=60}"
rules="average maximum laplacian"
modes="unjoined gauss-newton alternate"
targets="no-contrast pulled pulled-to-maximum"
parts="half-resolution features concatenated attention adversarial correlation pretrained"
claim=" side-by-side t1ce flair fused both fused4 "
: "${ARMS:=t1 t1ce t2 flair side-by-side side-by-side4 $rules fused both fused4 fused-t1-t1ce fused-t1-flair fused-t1-t2 $modes $targets $parts}"
crops=$(realpath "$1") out=$(realpath -m "$2")
[ -z "$VOLUMES" ] || VOLUMES=$(realpath "$VOLUMES")
mkdir -p "$out"
cd "$out"

[ -e data/dataset.json ] ||
  f4s-prep "$crops" -o data --normalize range=-4,4 --subject '(.*)_lesion' --split 0.7,0.1,0.2 \
    --slices all --format none

# The whole brains on the crops' grid.
[ -z "$VOLUMES" ] || [ -e brains/dataset.json ] ||
  f4s-prep "$VOLUMES" -o brains --normalize zscore --spacing 1.875,1.875,1.21 --split 0,0,1 --format none

# Ruled RULE DATA TO: a dataset whose one modality is a rule's fused image, TO/as-images.ndjson.
Ruled() {
  f4s-fuse "$2" -o "$3" --method "$1" --modalities 't1ce,flair' --skip-existing --format none
  jq -c 'del(.fused_from) | .images = {fused: .fused} | del(.fused)' "$3/cases.ndjson" > "$3/as-images.ndjson"
}

Pretrained() {
  f4s-pretrain data -o pretrained --modalities 't1ce,flair' --seed 1 --profile "$PROFILE" --epochs 4 --steps-per-epoch "$STEPS" \
    --fusion-patch 1 --crop 32 --batch-size 16 --validation-slices 40 --skip-existing --format none
}

# Sets `from`, `whole` and `how`: what an arm is trained on, the whole brains likewise, and its flags.
Arm() {
  local alone=(--task segmentation --input images)
  network=(--profile "$PROFILE" --segmenter "$SEGMENTER" --batch-size 32)
  [ "$SEGMENTER$PROFILE" != unettiny ] ||
    network=(--segmenter unet --segmentation-width 16 --segmentation-levels 3 --segmentation-learning-rate 0.002 --batch-size 16)
  # The fused image may deviate from the mean of its sources (PSNR at least 19.5 dB), and starts from a target with class contrast.
  local patch=1
  [ "$1" != half-resolution ] || patch=2
  local limit=(--sigma 0 --intensity-weight 0 --texture-weight 0 --fidelity-weight 1 --warmup-epochs 0
    --fusion-learning-rate 0.002 --fusion-halve-every 6 --fusion-patch "$patch")
  local contrast=(--contrast '0=-0.04 1=-0.2 2=0.04 4=0.22') joint
  joint=("${limit[@]}" "${contrast[@]}" --contrast-epochs 4)
  from=data whole=brains
  case $1 in
    t1 | t1ce | t2 | flair) how=("${alone[@]}" --modalities "$1") ;;
    side-by-side) how=("${alone[@]}" --modalities 't1ce,flair') ;;
    side-by-side4) how=("${alone[@]}" --modalities 't1,t1ce,t2,flair') ;;
    average | maximum | laplacian)
      Ruled "$1" data "rule-$1"
      from=rule-$1/as-images.ndjson whole=rule-$1-whole/as-images.ndjson
      [ -z "$VOLUMES" ] || Ruled "$1" brains "rule-$1-whole"
      how=("${alone[@]}" --modalities fused) ;;
    fused | half-resolution) how=("${joint[@]}" --modalities 't1ce,flair') ;;
    both) how=("${joint[@]}" --input both --modalities 't1ce,flair') ;;
    fused4) how=("${joint[@]}" --modalities 't1,t1ce,t2,flair') ;;
    fused-t1-t2) how=("${joint[@]}" --modalities 't1,t2') ;;
    fused-t1-t1ce) how=("${joint[@]}" --modalities 't1,t1ce') ;;
    fused-t1-flair) how=("${joint[@]}" --modalities 't1,flair') ;;
    unjoined) how=("${limit[@]}" "${contrast[@]}" --bilevel none --modalities 't1ce,flair') ;;
    gauss-newton | alternate) how=("${joint[@]}" --bilevel "$1" --modalities 't1ce,flair') ;;
    no-contrast) how=("${limit[@]}" --modalities 't1ce,flair') ;;
    pulled) how=(--fusion-weight 0.1 --intensity-of mean --modalities 't1ce,flair') ;;
    pulled-to-maximum) how=(--fusion-weight 0.1 --intensity-of maximum --modalities 't1ce,flair') ;;
    features | concatenated) how=("${joint[@]}" --input "$1" --modalities 't1ce,flair') ;;
    attention) how=("${joint[@]}" --fusion-attention cross --modalities 't1ce,flair') ;;
    adversarial) how=("${joint[@]}" --adversarial-weight 0.01 --modalities 't1ce,flair') ;;
    correlation) how=(--sigma 0.5 "${joint[@]:2}" --modalities 't1ce,flair') ;;  # in place of --sigma 0
    pretrained) Pretrained; how=("${joint[@]}" --init pretrained --modalities 't1ce,flair') ;;
    *) echo "no arm $1" >&2; exit 2 ;;
  esac
}

# Run ARM SEED FOLD: trains and labels the unseen patients' crops.
Run() {
  local run=$1-seed$2${3:+-fold${3/\//of}}
  if [ ! -e "$run.labels.ndjson" ]; then
    echo "== $run" >&2
    f4s-train "$from" -o "$run" "${how[@]}" "${network[@]}" ${3:+--fold "$3"} --seed "$2" --epochs "$EPOCHS" \
      --steps-per-epoch "$STEPS" --crop 32 --validation-slices 40 --checkpoint-minutes 60 --format none
    f4s-segment "$from" --split test --model "$run/model.safetensors" -o "$run-labels" --volumes --force > "$run.part"
    mv "$run.part" "$run.labels.ndjson"
  fi
  Taken "$1" "$run" labels cases
  [ -n "$VOLUMES" ] || return 0
  if [ ! -e "$run.whole.ndjson" ]; then
    # The crops came as z-scores, and range=-4,4 left them so: --anyway.
    f4s-segment "$whole" --model "$run/model.safetensors" -o "$run-whole" --volumes --anyway --force > "$run.part"
    mv "$run.part" "$run.whole.ndjson"
  fi
  Taken "$1" "$run" whole whole-cases
}

# Taken ARM RUN KIND TO: adds what a run labelled to the arm's.
Taken() {
  jq -c --arg run "${2#"$1"}" 'select(.schema == "f4s.case/1") | .id += $run' "$2.$3.ndjson" >> "$1.$4.ndjson"
}

read -ra seeds <<< "$SEEDS"
read -ra folds <<< "$FOLDS"
[ ${#folds[@]} -gt 0 ] || folds=("")
for arm in $ARMS; do
  Arm "$arm"
  rm -f "$arm.cases.ndjson" "$arm.whole-cases.ndjson"
  for fold in "${folds[@]}"; do
    for seed in "${seeds[@]}"; do
      Run "$arm" "$seed" "$fold"
      [[ $claim == *" $arm "* ]] || break
    done
  done
  f4s-metrics "$arm.cases.ndjson" > "$arm.ndjson"
  [ -z "$VOLUMES" ] || f4s-metrics "$arm.whole-cases.ndjson" > "$arm-whole.ndjson"
done

# Name ARM: what its rows are called.
Name() {
  case $1 in
    side-by-side) echo "t1ce and flair concatenated" ;;
    side-by-side4) echo "all four concatenated" ;;
    average | maximum) echo "$1 of t1ce and flair" ;;
    laplacian) echo "Laplacian fusion of t1ce and flair" ;;
    both) echo "fused, concatenated with t1ce and flair" ;;
    fused4) echo "all four fused" ;;
    fused-*) echo "$1 fused" | sed 's/^fused-//; s/-/ and /' ;;
    unjoined) echo "fused, trained separately" ;;
    gauss-newton | alternate) echo "fused, \`--bilevel $1\`" ;;
    no-contrast) echo "fused, without class contrast" ;;
    pulled) echo "fused, target the mean" ;;
    pulled-to-maximum) echo "fused, target the maximum" ;;
    half-resolution) echo "fused at half resolution" ;;
    features) echo "features instead of the image" ;;
    concatenated) echo "features of each modality, unmerged" ;;
    attention) echo "fused with cross-attention" ;;
    adversarial) echo "fused with discriminators" ;;
    correlation) echo "fused, correlation loss" ;;
    pretrained) echo "fused, encoder pre-trained" ;;
    *) echo "$1" ;;
  esac
}

# Seeds ARM: how many it ran with.
Seeds() { if [[ $claim == *" $1 "* ]]; then echo ${#seeds[@]}; else echo 1; fi; }

# Row ARM OTHER: the difference of Dice, where both are among the arms.
Row() {
  local num
  [[ " $ARMS " == *" $1 "* && " $ARMS " == *" $2 "* ]] || return 0
  num=$(printf '%s\n' "$(Seeds "$1")" "$(Seeds "$2")" | sort -n | head -n 1)
  echo "| $(Name "$1") - $(Name "$2") | $num |$(Differences "$1.cases.ndjson" "$2.ndjson")"
}

# Table SUFFIX METRIC...: of each region, for all arms.
Table() {
  local suffix=$1 arm
  shift
  local paths=()
  for metric in "$@"; do paths+=(".segmentation."{WT,TC,ET}".$metric.mean"); done
  for arm in $ARMS; do
    echo "| $(Name "$arm") |$([ -n "$suffix" ] || echo " $(Seeds "$arm") |")$(Cells "$arm$suffix.ndjson" "${paths[@]}")"
  done
}

[ -z "$VOLUMES" ] || {
  Header "input of the U-Net" "Dice WT" TC ET "HD95 WT, mm" TC ET
  Table -whole dice hd95_mm
} > whole.md
{
  Header "input of the U-Net" seeds "Dice WT" TC ET "IoU WT" TC ET "HD95 WT, mm" TC ET
  Table "" dice iou hd95_mm
  echo
  Header "difference of Dice" seeds WT TC ET
  for other in t1 t1ce t2 flair side-by-side $rules $modes $targets $parts; do Row fused "$other"; done
  for other in side-by-side fused; do Row both "$other"; done
  for other in side-by-side side-by-side4 fused; do Row fused4 "$other"; done
} > table.md
cat table.md
