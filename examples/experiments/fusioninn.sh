#!/bin/bash
# How much of its sources a fused image gives back: trains --method fusioninn, ours and as published, and takes its
# images apart again with all that is kept beside them, without the rest that levels take, and from the image alone.
#
#   examples/experiments/fusioninn.sh DATASET OUT      DATASET: what f4s-prep made, with the splits train and val
#
# From the environment:
#   MODALITIES   "t1ce,flair"; two to four, of some a choice: "mri,ct|pet|spect"
#   ARMS         "ours published"
#   EPOCHS, STEPS, CROP, BATCH     12, 60, 32 and 16: how long and on what is learned.  What is done is not done again.
#   SEED         1
#   SPLIT, IDS   val and *: what is fused and taken apart
#
# OUT gets a folder for each run and table.md: fusion metrics of the split (cddfuse), seconds of one thread for each
# picture with its latent planes (start-up and files included), and for images of 8 and 16 bits the PSNR, SSIM and
# share of equal samples of what came back.

set -euo pipefail
: "${MODALITIES:=t1ce,flair}" "${ARMS:=ours published}" "${EPOCHS:=12}" "${STEPS:=60}" "${CROP:=32}" "${BATCH:=16}"
: "${SEED:=1}" "${SPLIT:=val}" "${IDS:=*}"
data=$(realpath "$1") out=$(realpath -m "$2")
mkdir -p "$out"
cd "$out"

Train() {
  local how=()
  [ "$1" = ours ] || how=(--paper-strict)
  [ -e "$1/finished" ] || {
    f4s-train "$data" -o "$1" --method fusioninn --modalities "$MODALITIES" "${how[@]}" --seed "$SEED" --epochs "$EPOCHS" \
      --steps-per-epoch "$STEPS" --crop "$CROP" --batch-size "$BATCH" --validate-every "$EPOCHS" --validation-slices 40 -j1 --format none
    touch "$1/finished"
  }
}

# Apart ARM BITS: fuses, and takes apart in each way.
Apart() {
  local model=$1/model.safetensors name=$1-$2bit way
  [ -e "$name.fused.ndjson" ] || {
    f4s-fuse "$data" --split "$SPLIT" --ids "$IDS" --model "$model" -o "$name" --latent --bits "$2" -j1 --force --format ndjson > "$name.part"
    f4s-metrics "$name" -j1 --format ndjson > "$name.scores.ndjson"
    mv "$name.part" "$name.fused.ndjson"
  }
  for way in exact levels fused; do
    [ -e "$name-$way.ndjson" ] || {
      f4s-fuse "$name" --model "$model" -o "$name-$way" --decompose --decompose-from "$way" --bits "$2" -j1 --force |
        f4s-metrics - -j1 --format ndjson > "$name-$way.part"
      mv "$name-$way.part" "$name-$way.ndjson"
    }
  done
}

# Cells JQ FILE: the figures that the last line of FILE has, rounded, each with a bar.
Cells() {
  tail -n 1 "$2" | jq -r "[.summary | $1] | map(if . == null then \"-\" else . * 1000 | round / 1000 end) | map(\" \(.) |\") | add"
}

{
  echo "| | EN | SD | SF | MI | SCD | VIF | Qabf | SSIM | seconds |"
  echo "|---|---:|---:|---:|---:|---:|---:|---:|---:|---:|"
  for arm in $ARMS; do
    Train "$arm" >&2
    for bits in 8 16; do Apart "$arm" "$bits" >&2; done
    echo "| $arm |$(Cells '.fusion | .EN, .SD, .SF, .MI, .SCD, .VIF, .Qabf, .SSIM | .mean' "$arm-8bit.scores.ndjson")$(
      tail -n 1 "$arm-8bit.fused.ndjson" | jq -r '" \(.seconds / .cases.ok * 100 | round / 100) |"')"
  done
  echo
  echo "| | fused image | from | PSNR, dB | SSIM | equal |"
  echo "|---|---|---|---:|---:|---:|"
  for arm in $ARMS; do
    for bits in 8 16; do
      for way in exact levels fused; do
        echo "| $arm | $bits bit | $way |$(Cells '.decomposition | .PSNR.mean, .SSIM.mean, .equal.mean' "$arm-${bits}bit-$way.ndjson")"
      done
    done
  done
} > table.part
mv table.part table.md
cat table.md
