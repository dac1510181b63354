#!/bin/bash
# The paper's parts at a size at which they could matter: everything together, and each part left out in turn.  Fusion and a
# TransUNet with adapters, trained together, with a pre-trained encoder, cross-attention, the correlation loss, and discriminators
# in pre-training and training.  Patients are scored that no training saw.
#
#   examples/experiments/parts.sh DATASET OUT      DATASET: what f4s-prep made, with labels and the splits train and val
#
# From the environment:
#   ARMS        "all no-attention no-discriminators no-correlation no-pretraining no-adapters unet frequency gradient": what is
#               left out of all, or put in its place; the last two are losses of our own, beside all
#   SEEDS       "1 2 3"
#   PROFILE     small
#   MODALITIES  "t1ce,flair"
#   EPOCHS, STEPS, CROP, BATCH     10, 40, 32 and 16: how long and on what is trained
#   PRETRAIN    "4 40"    epochs, and steps of each, of the encoder
#   SPLIT       val       what is scored
#   VOLUMES     ""        --volumes, where slices are of volumes: these are scored
#
# OUT gets a folder for each run, ARM.ndjson with the scores of its patients (of fused slices, with VOLUMES, ARM.fused.ndjson), and table.md: Dice of each region and metrics of
# the fused image, and the difference of Dice to everything together, paired over seeds and patients, with 95 % intervals.

set -euo pipefail
# shellcheck source-path=SCRIPTDIR source=tables.sh
. "$(dirname "${BASH_SOURCE[0]}")/tables.sh"
: "${ARMS:=all no-attention no-discriminators no-correlation no-pretraining no-adapters unet frequency gradient}" "${SEEDS:=1 2 3}"
: "${PROFILE:=small}" "${MODALITIES:=t1ce,flair}" "${EPOCHS:=10}" "${STEPS:=40}" "${CROP:=32}" "${BATCH:=16}" "${PRETRAIN:=4 40}"
: "${SPLIT:=val}" "${VOLUMES:=}"
data=$(realpath "$1") out=$(realpath -m "$2")
mkdir -p "$out"
cd "$out"
scoring=(--by subject --seg-convention nnunet)

# Pretrained NAME FLAGS...: an encoder, as its arms need it.
Pretrained() {
  local epochs
  read -ra epochs <<< "$PRETRAIN"
  [ -e "$1/finished" ] || {
    f4s-pretrain "$data" -o "$1" --modalities "$MODALITIES" --profile "$PROFILE" --seed 1 --epochs "${epochs[0]}" \
      --steps-per-epoch "${epochs[1]}" --crop "$CROP" --batch-size "$BATCH" --validate-every "${epochs[0]}" --validation-slices 8 \
      --skip-existing --format none "${@:2}"
    touch "$1/finished"
  }
}

# Arm ARM: sets `how`, its flags.  Rates fit an encoder that starts from few steps of pre-training.
Arm() {
  local encoder=encoder pretraining=(--adversarial-weight 0.01) attention=cross adversarial=0.01 sigma=0.5 adapter=depthwise
  local segmenter=transunet own=()
  case $1 in
    all) ;;
    no-attention) attention=none encoder=encoder-plain ;;
    no-discriminators) adversarial=0 encoder=encoder-alone pretraining=(--adversarial-weight 0) ;;
    no-correlation) sigma=0 ;;
    no-pretraining) encoder= ;;
    no-adapters) adapter=none ;;
    unet) segmenter=unet ;;
    frequency | gradient) own=("--$1-weight" 1) ;;
    *) echo "no arm $1" >&2; exit 2 ;;
  esac
  how=(--fusion-attention "$attention" --adversarial-weight "$adversarial" --sigma "$sigma" --segmenter "$segmenter" "${own[@]}")
  [ "$segmenter" = unet ] || how+=(--segmentation-adapter "$adapter")
  [ -n "$encoder" ] || return 0
  Pretrained "$encoder" --fusion-attention "$attention" "${pretraining[@]}"
  how+=(--init "$encoder")
}

# Run ARM SEED: trains, fuses and labels the patients that are scored.
Run() {
  local run=$1-seed$2
  [ ! -e "$run.labels.ndjson" ] || return 0
  echo "== $run" >&2
  f4s-train "$data" -o "$run" --modalities "$MODALITIES" --profile "$PROFILE" "${how[@]}" --seed "$2" --epochs "$EPOCHS" \
    --steps-per-epoch "$STEPS" --crop "$CROP" --batch-size "$BATCH" --ema-decay 0.99 --validate-every "$EPOCHS" \
    --validation-slices 8 --skip-existing --format none
  f4s-fuse "$data" --split "$SPLIT" --model "$run/last.safetensors" -o "$run-fused" --force | tee "$run.fused.part" |
    f4s-segment - --model "$run/last.safetensors" -o "$run-labels" --force ${VOLUMES:+"$VOLUMES"} |
    Named "$2" > "$run.part"
  Named "$2" < "$run.fused.part" > "$run.fused.ndjson"
  mv "$run.part" "$run.labels.ndjson"
}

# Named SEED: case records whose names say the seed.
Named() { jq -c --arg run "-seed$1" 'select(.schema == "f4s.case/1") | .id += $run | .subject += $run'; }

# Score ARM KIND TO: all seeds' records of a kind.
Score() {
  local seed
  for seed in $SEEDS; do cat "$1-seed$seed.$2.ndjson"; done > "$3.cases.ndjson"
  f4s-metrics "$3.cases.ndjson" "${scoring[@]}" > "$3.ndjson"
}

for arm in $ARMS; do
  Arm "$arm"
  for seed in $SEEDS; do Run "$arm" "$seed"; done
  Score "$arm" labels "$arm"
  [ -z "$VOLUMES" ] || Score "$arm" fused "$arm.fused"  # label volumes have no fused images beside them
done

regions=$(tail -n 1 all.ndjson | jq -r '.summary.segmentation | [to_entries[] | select(.value.dice).key] | join(" ")')
# Row ARM: cells of each region and of the fused image.
Row() {
  local paths=() region
  for region in $regions; do paths+=(".segmentation.$region.dice.mean"); done
  Cells "$1.ndjson" "${paths[@]}"
  Cells "$1${VOLUMES:+.fused}.ndjson" .fusion.{Qabf,SSIM}.mean
}
{
  # shellcheck disable=SC2046,SC2086  # words are what is wanted
  Header network $(printf 'Dice_%s ' $regions) Qabf SSIM $(printf '%s_minus_all ' $regions) | tr _ ' '
  for arm in $ARMS; do
    echo "| $arm |$(Row "$arm")$(if [ "$arm" = all ]; then for _ in $regions; do printf ' - |'; done; else
      Differences "$arm.cases.ndjson" all.ndjson "${scoring[@]}"; fi)"
  done
} > table.md
cat table.md
