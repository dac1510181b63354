#!/bin/bash
# How well sources are reconstructed from a fused image: trains --method fusioninn, with our losses and as published,
# and decomposes its images with all that is kept beside them, without the rest that levels cut off, and from the image
# alone.
#
#   examples/experiments/fusioninn.sh DATASET OUT      DATASET: what f4s-prep made, with the splits train and val
#
# From the environment:
#   MODALITIES   "t1ce,flair"; two to four, of some a choice: "mri,ct|pet|spect"
#   ARMS         "ours published"
#   EPOCHS, STEPS, CROP, BATCH     12, 60, 32 and 16: how long and on what is trained.  What is done is not done again.
#   SEED         1
#   SPLIT, IDS   val and *: what is fused and decomposed
#   VOLUMES      ""       a BraTS folder of whole studies, every tenth slice of which is fused and decomposed too
#
# OUT gets a folder for each run and table.md: fusion metrics of the split (cddfuse), PSNR (dB) / SSIM of the
# reconstructed sources by what was kept beside the fused image, and seconds of one thread for each image with its
# latent planes (start-up and files included).  With VOLUMES whole.md: the slices of whole brains, beside two rules, by the
# metrics' textbook definitions (strict), which are the paper's.

set -euo pipefail
# shellcheck source-path=SCRIPTDIR source=tables.sh
. "$(dirname "${BASH_SOURCE[0]}")/tables.sh"
: "${MODALITIES:=t1ce,flair}" "${ARMS:=ours published}" "${EPOCHS:=12}" "${STEPS:=60}" "${CROP:=32}" "${BATCH:=16}"
: "${SEED:=1}" "${SPLIT:=val}" "${IDS:=*}" "${VOLUMES:=}"
[ -z "$VOLUMES" ] || VOLUMES=$(realpath "$VOLUMES")
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

# Apart ARM BITS NAME CONVENTION FROM...: fuses the cases that f4s-fuse FROM... takes, and decomposes in each way.
Apart() {
  local model=$1/model.safetensors bits=$2 name=$3 convention=$4 way
  shift 4
  [ -e "$name.fused.ndjson" ] || {
    f4s-fuse "$@" --model "$model" -o "$name" --latent --bits "$bits" -j1 --force --format ndjson > "$name.part"
    f4s-metrics "$name" --convention "$convention" -j1 --format ndjson > "$name.scores.ndjson"
    mv "$name.part" "$name.fused.ndjson"
  }
  for way in exact levels fused; do
    [ -e "$name-$way.ndjson" ] || {
      f4s-fuse "$name" --model "$model" -o "$name-$way" --decompose --decompose-from "$way" --bits "$bits" -j1 --force |
        f4s-metrics - --convention "$convention" -j1 --format ndjson > "$name-$way.part"
      mv "$name-$way.part" "$name-$way.ndjson"
    }
  done
}

# Back FILE: PSNR and SSIM of what came back, or that it is all equal.
Back() {
  tail -n 1 "$1" | jq -r '.summary.decomposition | if .equal.min == 1 then " all equal |" else
    " \(.PSNR.mean * 10 | round / 10) / \(.SSIM.mean * 1000 | round / 1000) |" end' | tr -d '\n'
}

{
  Header losses SCD VIF Qabf SSIM "image, latent planes and rest" "without rest, 8 bit" "without rest, 16 bit" \
    "the image alone" "seconds"
  for arm in $ARMS; do
    Train "$arm" >&2
    for bits in 8 16; do Apart "$arm" "$bits" "$arm-${bits}bit" cddfuse "$data" --split "$SPLIT" --ids "$IDS" >&2; done
    echo "| $arm |$(Cells "$arm-8bit.scores.ndjson" .fusion.{SCD,VIF,Qabf,SSIM}.mean)$(
      for way in 8bit-exact 8bit-levels 16bit-levels 8bit-fused; do Back "$arm-$way.ndjson"; done)$(
      tail -n 1 "$arm-8bit.fused.ndjson" | jq -r '" \(.seconds / .cases.ok * 100 | round / 100) |"')"
  done
} > table.part
mv table.part table.md
cat table.md
[ -n "$VOLUMES" ] || exit 0

[ -e brains/dataset.json ] ||
  f4s-prep "$VOLUMES" -o brains --modalities "$MODALITIES" --normalize zscore --format none
{
  Header "fused by" SCD VIF Qabf SSIM "image, latent planes and rest" "without rest, 8 bit" "the image alone"
  for arm in $ARMS; do
    Apart "$arm" 8 "$arm-whole" strict brains --ids '*_z??5' --anyway >&2
    echo "| fusioninn, $arm |$(Cells "$arm-whole.scores.ndjson" .fusion.{SCD,VIF,Qabf,SSIM}.mean)$(
      for way in exact levels fused; do Back "$arm-whole-$way.ndjson"; done)"
  done
  for rule in average maximum; do
    f4s-fuse brains --ids '*_z??5' --modalities "$MODALITIES" --method "$rule" -o "$rule-whole" --force -j1 |
      f4s-metrics - --convention strict -j1 --format ndjson > "$rule-whole.scores.ndjson"
    echo "| $rule |$(Cells "$rule-whole.scores.ndjson" .fusion.{SCD,VIF,Qabf,SSIM}.mean) - | - | - |"
  done
} > whole.part
mv whole.part whole.md
cat whole.md
