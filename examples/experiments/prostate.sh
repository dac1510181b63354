#!/bin/bash
# Lesions of the prostate in T2, ADC and a high-b image, which lie on two grids: from the files of each patient to
# scored volumes on the T2 grid.
#
#   examples/experiments/prostate.sh PATIENTS OUT     PATIENTS: folders with t2w, adc, hbv and
#                                                     label__lesion__human_expert__original .nii.gz, as PROSTATEx's
#
# From the environment:
#   FOLDS    "1/5 ... 5/5"  parts of the patients that are held out in turn
#   PROFILE  tiny           size of the networks
#   EPOCHS, STEPS           20 and 60.  What is done is not done again.
#
# Of one patient nobody can be held out: the model is then trained on every other slice, is validated on the rest,
# and labels the same patient, which shows the way and says nothing of how good it is.
#
# OUT gets the dataset, a folder for each run with its label volumes, and scores.ndjson and scores.md of all.

set -euo pipefail
: "${FOLDS:=1/5 2/5 3/5 4/5 5/5}" "${PROFILE:=tiny}" "${EPOCHS:=20}" "${STEPS:=60}"
patients=$(realpath "$1") out=$(realpath -m "$2")
mkdir -p "$out"/raw/{t2,adc,hbv,label}
cd "$out"

for folder in "$patients"/*/; do
  for word in t2=t2w adc=adc hbv=hbv label=label__lesion__human_expert__original; do
    ln -sf "$folder${word#*=}.nii.gz" "raw/${word%%=*}/$(basename "$folder").nii.gz"
  done
done

# ADC and high-b image are brought to the T2 grid by what their headers say; a lesion's value is its grade.
Prepare() {
  [ -e "$1/dataset.json" ] ||
    f4s-prep t2=raw/t2 adc=raw/adc hbv=raw/hbv label=raw/label -o "$1" --register headers --brain none \
      --classes '1=grade1 2=grade2 3=grade3 4=grade4 5=grade5' --regions 'lesion=1,2,3,4,5' --split 1,0,0 --format none "${@:2}"
}
Prepare data --slices all
# The experts' masks lie on the T2 grid but for a tenth of a voxel, and f4s-metrics wants it exactly.
Prepare volumes --volumes

from=data
read -ra folds <<< "$FOLDS"
if [ "$(find raw/t2 -name '*.nii.gz' | wc -l)" = 1 ]; then
  echo "one patient: trained on and scored on its own slices" >&2
  from=data/halves.ndjson folds=("")
  jq -c '.split = if .geometry.volume.slice % 2 == 0 then "train" else "val" end' data/cases.ndjson > "$from"
fi

: > cases.part
for fold in "${folds[@]}"; do
  held_out=(${fold:+--fold "$fold"})
  run=csad${fold:+-fold${fold/\//of}}
  if [ ! -e "$run.labels.ndjson" ]; then
    f4s-train "$from" -o "$run" --method csad --modalities t2,adc,hbv "${held_out[@]}" --profile "$PROFILE" \
      --epochs "$EPOCHS" --steps-per-epoch "$STEPS" --format none
    f4s-segment "$from" "${held_out[@]}" --model "$run/last.safetensors" -o "$run-labels" --volumes --force > "$run.part"
    mv "$run.part" "$run.labels.ndjson"
  fi
  jq -c --arg out "$PWD" 'select(.schema == "f4s.case/1") | .label = $out + "/volumes/labels/" + .id + ".nii.gz"' \
    "$run.labels.ndjson" >> cases.part
done
mv cases.part cases.ndjson
f4s-metrics cases.ndjson --format ndjson > scores.ndjson
f4s-metrics cases.ndjson --format markdown > scores.md
cat scores.md
