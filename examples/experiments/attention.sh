#!/bin/bash
# Whether attention between modalities tells what counts: of FLAIR, the places that received most attention are deleted, or as
# much at random, or what received least.  Does the fused image change more elsewhere, and does its Dice?
#
#   examples/experiments/attention.sh SLICES OUT     SLICES: {t1ce,flair,label}/PATIENT_DATE_SLICE.png, as of lgg.sh
#
# From the environment:
#   SEEDS   "1 2 3"
#   STEPS   "6 100"    epochs, and steps of each, in which a fusion network with cross-attention and a segmentation network
#                      learn together, as the fused image's of one_channel.sh
#
# OUT gets a RUN for each seed and table.md: the mean change of the fused image at the pixels of the head that were not deleted,
# in levels of 255, of each seed; Dice, voxels pooled over a patient's slices, and its difference to that of nothing deleted, paired over runs
# and patients.  A tenth of the head's blocks of 8x8 pixels is deleted: they take the mean of the head.

set -euo pipefail
# shellcheck source-path=SCRIPTDIR source=tables.sh
. "$(dirname "${BASH_SOURCE[0]}")/tables.sh"
: "${SEEDS:=1 2 3}" "${STEPS:=6 100}"
here=$(realpath "$(dirname "${BASH_SOURCE[0]}")") slices=$(realpath "$1") out=$(realpath -m "$2")
variants="received random least"
mkdir -p "$out"
cd "$out"

[ -e data/dataset.json ] ||
  f4s-prep t1ce="$slices/t1ce" flair="$slices/flair" label="$slices/label" -o data --modalities t1ce,flair --brain none \
    --normalize range=10,255 --normalize-over image --slices all --classes 1=abnormality --regions WT=1 \
    --subject '^(TCGA_[A-Z0-9]+_[A-Z0-9]+)' --split 0.8,0.2,0 --seed 1 --format none

# Train SEED
Train() {
  local epochs
  read -ra epochs <<< "$STEPS"
  [ -e "run-$1/last.safetensors" ] ||
    f4s-train data -o "run-$1" --modalities t1ce,flair --epochs "${epochs[0]}" --steps-per-epoch "${epochs[1]}" --seed "$1" \
      --crop 128 --batch-size 8 --segmenter unet --segmentation-width 8 --segmentation-patch 2 --segmentation-learning-rate 0.003 \
      --fusion-dim 8 --fusion-patch 2 --fusion-attention cross --sigma 0 --intensity-weight 0 --texture-weight 0 --fidelity-weight 1 \
      --warmup-epochs 0 --fusion-learning-rate 0.003 --contrast '0=-0.02 1=0.12' --contrast-epochs 3 --ema-decay 0.99 --rotate 0 \
      --validate-every 100 --validation-slices 4 --skip-existing --format none
}

# Label NAME SEED RECORDS: the fused images and labels of a run, to NAME.fused/ and NAME.cases.ndjson.
Label() {
  f4s-fuse "$3" -o "$1.fused" --model "run-$2/last.safetensors" --force --format none "${@:4}"
  f4s-segment "$3" -o "$1.labels" --model "run-$2/last.safetensors" --force |
    jq -c --arg run "-seed$2" 'select(.schema == "f4s.case/1") | .id += $run | .subject += $run' > "$1.cases.ndjson"
}

for seed in $SEEDS; do
  [ -e "done-$seed" ] && continue
  Train "$seed"
  jq -c --arg folder "$PWD/data/" 'select(.split == "val" and .label) | .images |= map_values($folder + .) |
    (.label, .mask) |= (if . then $folder + . else empty end)' data/cases.ndjson > val.ndjson
  Label "nothing-$seed" "$seed" val.ndjson --attention
  "$here/delete_attended.py" val.ndjson "nothing-$seed.fused" "deleted-$seed" "$seed"
  for variant in $variants; do
    jq -c --arg folder "$PWD/deleted-$seed/$variant/" '.images.flair = $folder + .id + ".png"' val.ndjson > "$variant-$seed.ndjson"
    Label "$variant-$seed" "$seed" "$variant-$seed.ndjson"
  done
  touch "done-$seed"
done
scoring=(--by subject --seg-convention nnunet)
for variant in nothing $variants; do
  for seed in $SEEDS; do cat "$variant-$seed.cases.ndjson"; done > "$variant.cases.ndjson"
  f4s-metrics "$variant.cases.ndjson" "${scoring[@]}" > "$variant.ndjson"
done
{
  Header "deleted of FLAIR" "change elsewhere, each seed" Dice "Dice minus that of nothing deleted"
  for variant in nothing $variants; do
    row="| $variant |"
    if [ "$variant" = nothing ]; then
      echo "$row - |$(Cells nothing.ndjson .segmentation.WT.dice.mean) - |"
    else
      changed=$(for seed in $SEEDS; do "$here/delete_attended.py" --change "nothing-$seed.fused" "$variant-$seed.fused" "deleted-$seed/$variant"; done |
        awk '{ printf "%s%.3f", (NR > 1 ? ", " : ""), $1 }')
      echo "$row $changed |$(Cells "$variant.ndjson" .segmentation.WT.dice.mean)$(Differences "$variant.cases.ndjson" nothing.ndjson "${scoring[@]}")"
    fi
  done
} > table.md
cat table.md
