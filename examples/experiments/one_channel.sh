#!/bin/bash
# One fused image of 8 bits against its two sources, on whole slices of the head: what it is worth to segmentation networks of
# several sizes, and with few patients.  The same network with the same steps on each input; whole patients are scored that
# no training saw.
#
#   examples/experiments/one_channel.sh SLICES OUT     SLICES: {t1ce,flair,label}/PATIENT_DATE_SLICE.png, as of lgg.sh; t1 too
#                                                      where it is among MODALITIES
#
# From the environment:
#   MODALITIES  "t1ce,flair"    what is concatenated or fused
#   ARMS      "concatenated fused average maximum t1ce flair"; features too: what the fusion network's image would be decoded from
#   WIDTHS    "16 4 2"    channels of the segmentation network: a quarter and an eighth of the first; with one channel none
#                         learns anything in so few steps
#   PATIENTS  "all"       how many to train on: "5 15 all"
#   SEEDS     "1 2 3"
#   MISSING   ""    a modality, as t1ce: each arm that has it is scored once more with a black image in its place, as a row "ARM less t1ce"
#   FUSER     "6 100"     epochs, and steps of each, in which the fusion network learns, with a segmentation network, from the
#                         same patients; so the fused image has seen more steps in all than its sources
#   LABELS    "7 100"     those of each segmentation network
#
# OUT gets a folder for each run, ARM-WIDTH-PATIENTS.ndjson with the scores of its patients, and table.md: Dice, voxels pooled
# over a patient's slices, and its difference to the two sources concatenated, paired over runs and patients; and its figure.

set -euo pipefail
# shellcheck source-path=SCRIPTDIR source=tables.sh
. "$(dirname "${BASH_SOURCE[0]}")/tables.sh"
: "${MODALITIES:=t1ce,flair}" "${ARMS:=concatenated fused average maximum t1ce flair}" "${WIDTHS:=16 4 2}" "${PATIENTS:=all}" "${SEEDS:=1 2 3}"
: "${MISSING:=}" "${FUSER:=6 100}" "${LABELS:=7 100}"
here=$(realpath "$(dirname "${BASH_SOURCE[0]}")") slices=$(realpath "$1") out=$(realpath -m "$2")
mkdir -p "$out"
cd "$out"

words=()
for modality in ${MODALITIES//,/ }; do words+=("$modality=$slices/$modality"); done
[ -e data/dataset.json ] ||
  f4s-prep "${words[@]}" label="$slices/label" -o data --modalities "$MODALITIES" --brain none \
    --normalize range=10,255 --normalize-over image --slices all --classes 1=abnormality --regions WT=1 \
    --subject '^(TCGA_[A-Z0-9]+_[A-Z0-9]+)' --split 0.8,0.2,0 --seed 1 --format none

# Fuser PATIENTS
Fuser() {
  local epochs
  read -ra epochs <<< "$FUSER"
  [ -e "fuser-$1/last.safetensors" ] || {
    from=data Few "$1" > "fuser-$1.ndjson"
    f4s-train "fuser-$1.ndjson" -o "fuser-$1" --modalities "$MODALITIES" --epochs "${epochs[0]}" --steps-per-epoch "${epochs[1]}" --seed 1 \
      --crop 128 --batch-size 8 --segmenter unet --segmentation-width 8 --segmentation-patch 2 --segmentation-learning-rate 0.003 \
      --fusion-dim 8 --fusion-patch 2 --sigma 0 --intensity-weight 0 --texture-weight 0 --fidelity-weight 1 --warmup-epochs 0 \
      --fusion-learning-rate 0.003 --contrast '0=-0.02 1=0.12' --contrast-epochs 3 --ema-decay 0.99 --rotate 0 \
      --validate-every 100 --validation-slices 4 --skip-existing --format none
  }
}

# Blackened: the validation's records with a black image for the MISSING modality.
Blackened() {
  [ -e "less-$MISSING.ndjson" ] && return
  local first
  first=$(jq -rn --arg missing "$MISSING" 'first(inputs | select(.split == "val")).images[$missing]' data/cases.ndjson)
  python3 - "data/$first" black.png <<'PYTHON'
import struct, sys, zlib
width, height = struct.unpack(">II", open(sys.argv[1], "rb").read()[16:24])
def chunk(name, data):
    return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))
open(sys.argv[2], "wb").write(b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)) +
    chunk(b"IDAT", zlib.compress(bytes((width + 1) * height))) + chunk(b"IEND", b""))
PYTHON
  jq -c --arg folder "$PWD/data/" --arg black "$PWD/black.png" --arg missing "$MISSING" 'select(.split == "val") |
    .images |= map_values($folder + .) | .images[$missing] = $black | (.label, .mask) |= (if . then $folder + . else empty end)' \
    data/cases.ndjson > "less-$MISSING.ndjson"
}

# Input ARM PATIENTS [RECORDS]: sets `from`, `modalities` and `input`, what an arm is trained on; or of other records than data's.
Input() {
  local how=() of records=${3:-data}
  from=$records modalities=$1 input=(--input images)
  case ,$MODALITIES, in *",$1,"*) return ;; esac
  case $1 in
    concatenated) modalities=$MODALITIES; return ;;
    features)
      Fuser "$2"
      from=$records modalities=$MODALITIES input=(--input features --init "fuser-$2/last.safetensors")
      return ;;
    fused) Fuser "$2"; how=(--model "fuser-$2/last.safetensors"); of=of-fused-$2 ;;
    *) how=(--method "$1"); of=of-$1 ;;
  esac
  [ "$records" = data ] || of+=-${records%.ndjson}
  from=$of/images.ndjson modalities=fused
  [ -e "$from" ] || f4s-fuse "$records" -o "$of" "${how[@]}" --force --format none
  jq -c --arg folder "$PWD/$of/" 'del(.fused_from) | .images = {fused: ($folder + .fused)} | del(.fused) |
    (.label, .mask) |= (if . then (if startswith("/") then . else $folder + . end) else empty end)' "$of/cases.ndjson" > "$from"
}

# Few COUNT: the records of so many patients for training, and those for validation.
Few() {
  local chosen
  chosen=$(jq -r 'select(.split == "train").subject' data/cases.ndjson | sort -u | shuf --random-source=<(yes 1) |
    if [ "$1" = all ]; then cat; else head -n "$1"; fi | jq -Rsc 'split("\n")')
  jq -c --argjson chosen "$chosen" --arg folder "$PWD/${from%/*}/" 'select(.split == "val" or (.subject | IN($chosen[]))) |
    .images |= map_values(if startswith("/") then . else $folder + . end) |
    (.label, .mask) |= (if . == null then empty elif startswith("/") then . else $folder + . end)' \
    "$(if [ "$from" = data ]; then echo data/cases.ndjson; else echo "$from"; fi)"
}

# Run ARM WIDTH PATIENTS SEED
Run() {
  local run=$1-$2-$3-seed$4 epochs
  read -ra epochs <<< "$LABELS"
  [ -e "$run.labels.ndjson" ] && return
  Few "$3" > "$run.ndjson"
  f4s-train "$run.ndjson" -o "$run" --task segmentation "${input[@]}" --modalities "$modalities" --segmenter unet \
    --segmentation-patch 2 --segmentation-width "$2" --segmentation-levels 4 --segmentation-learning-rate 0.003 --crop 128 \
    --batch-size 8 --ema-decay 0.99 --rotate 0 --scale 0.4 --intensity 0.4 --seed "$4" --epochs "${epochs[0]}" \
    --steps-per-epoch "${epochs[1]}" --validate-every 100 --validation-slices 4 --skip-existing --format none
  Label "$run" "$run.ndjson" "$run" "$4"
}

# Label RUN RECORDS NAME SEED: what the network of a run finds on the validation's records, to NAME.labels.ndjson.
Label() {
  [ -e "$3.labels.ndjson" ] && return
  f4s-segment "$2" --split val --model "$1/last.safetensors" -o "$3-labels" --force |
    jq -c --arg run "-seed$4" 'select(.schema == "f4s.case/1") | .id += $run | .subject += $run' > "$3.part"
  mv "$3.part" "$3.labels.ndjson"
}

# Score NAME WIDTH PATIENTS: the scores of all seeds together.
Score() {
  local name=$1-$2-$3 seed
  for seed in $SEEDS; do cat "$name-seed$seed.labels.ndjson"; done > "$name.cases.ndjson"
  f4s-metrics "$name.cases.ndjson" "${scoring[@]}" > "$name.ndjson"
}

# Less ARM: whether it is scored without the MISSING modality too.
Less() { [ -n "$MISSING" ] && case ,$MODALITIES, in *",$1,"*) false ;; esac; }

scoring=(--by subject --seg-convention nnunet)
for arm in $ARMS; do
  for patients in $PATIENTS; do
    Input "$arm" "$patients"
    for width in $WIDTHS; do
      for seed in $SEEDS; do Run "$arm" "$width" "$patients" "$seed"; done
      Score "$arm" "$width" "$patients"
    done
    Less "$arm" || continue
    Blackened
    Input "$arm" "$patients" "less-$MISSING.ndjson"
    for width in $WIDTHS; do
      for seed in $SEEDS; do
        Label "$arm-$width-$patients-seed$seed" "$from" "$arm less $MISSING-$width-$patients-seed$seed" "$seed"
      done
      Score "$arm less $MISSING" "$width" "$patients"
    done
  done
done
rows=()
for arm in $ARMS; do rows+=("$arm"); done
for arm in $ARMS; do if Less "$arm"; then rows+=("$arm less $MISSING"); fi; done
{
  Header "input, channels of the network, patients" Dice sd median precision sensitivity "Dice minus concatenated"
  for width in $WIDTHS; do
    for patients in $PATIENTS; do
      for arm in "${rows[@]}"; do
        run=$arm-$width-$patients
        row="| $arm, $width, $patients |$(Cells "$run.ndjson" .segmentation.WT.{dice.{mean,sd,median},{precision,sensitivity}.mean})"
        if [ "$arm" = concatenated ]; then
          echo "$row - |"
        else
          echo "$row$(Differences "$run.cases.ndjson" "concatenated-$width-$patients.ndjson" "${scoring[@]}")"
        fi
      done
    done
  done
} > table.md
"$here/differences_svg.py" 'Dice minus that of both sources concatenated' < table.md > figure.svg
cat table.md
