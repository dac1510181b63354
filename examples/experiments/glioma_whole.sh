#!/bin/bash
# The model glioma: whole tumour, core and enhancing tumour on whole skull-stripped brains, from any of T1, T1ce, T2 and
# FLAIR.  Trains it, and scores it on brains that a training in the same way did not see.
#
#   examples/experiments/glioma_whole.sh CROPS VOLUMES SLICES OUT
#
# CROPS:   a folder of tumour-centred crops, ID_lesionN/..., in z-scores, of 1.875 mm in the plane
# VOLUMES: a BraTS folder of whole studies
# SLICES:  {t1,t1ce,flair,label}/PATIENT_DATE_SLICE.png, 8 bits, of whole heads, labelled for the whole tumour alone; PATIENT is
#          TCGA_XX_NNNN
#
# From the environment:
#   FUSER    "8 50"      epochs, and steps of each, of the fusion network
#   BASE     "24 150"    those on crops and slices of heads
#   WHOLE    "14 150"    those in which the network goes on with slices of whole brains beside these
#   LEFT_OUT "BraTS2021_00000,BraTS2021_00012,BraTS20_Training_002 BraTS2021_00002,BraTS2021_00011,BraTS2021_00495,Brats17_2013_27_1"
#            each is left out of a training in turn and scored
#   SETS     ""          sets of modalities to score, as "t1,t1ce,t2,flair flair"; default: the 12 that have T1ce or FLAIR, all first;
#                        of the first are table.md and calibration.md
#   APART    BraTS20_Training_145    subjects whose crops are left out: the same person as one of VOLUMES
#
# OUT gets the runs, all/last.safetensors (the model), and table.md, subsets.md, calibration.md and heads.md.

set -euo pipefail
# shellcheck source-path=SCRIPTDIR source=tables.sh
. "$(dirname "${BASH_SOURCE[0]}")/tables.sh"
: "${FUSER:=8 50}" "${BASE:=24 150}" "${WHOLE:=14 150}" "${APART:=BraTS20_Training_145}" "${SETS:=}"
: "${LEFT_OUT:=BraTS2021_00000,BraTS2021_00012,BraTS20_Training_002 BraTS2021_00002,BraTS2021_00011,BraTS2021_00495,Brats17_2013_27_1}"
here=$(cd "$(dirname "$0")" && pwd)
crops=$(realpath "$1") volumes=$(realpath "$2") slices=$(realpath "$3") out=$(realpath -m "$4")
mkdir -p "$out"
cd "$out"
modalities=t1,t1ce,t2,flair

[ -e brains/dataset.json ] ||
  f4s-prep "$volumes" -o brains --modalities $modalities --normalize zscore --spacing 1.875,1.875,native --split 1,0,0 --format none
[ -e crops/dataset.json ] ||
  f4s-prep "$crops" -o crops --modalities $modalities --normalize range=-4,4 --subject '(.*)_lesion' --split 0.9,0.1,0 \
    --slices all --format none
[ -e halved ] || { python3 "$here/halve_slices.py" "$slices" halved.part && mv halved.part halved; }
# A slice without a head in it is left out.
[ -e heads/dataset.json ] ||
  f4s-prep t1=halved/t1 t1ce=halved/t1ce flair=halved/flair label=halved/label -o heads --modalities $modalities --missing zero \
    --normalize zscore --normalize-over subject --slices all --classes 1=WT --regions WT=1 \
    --subject '^(TCGA_[A-Z0-9]+_[A-Z0-9]+)' --split 0.8,0.2,0 --seed 1 --format none --keep-going || [ $? = 8 ]

# Records DATASET: with absolute paths, and as one preparation says of all: crops came as z-scores, which the range left as they were, and slices of heads
# have pixels of about the same size.
Records() {
  jq -c --arg folder "$PWD/$1/" 'select(.error | not) | .images |= map_values($folder + .) |
    (.label, .mask) |= (if . then $folder + . else empty end) |
    .prepared.normalize = "zscore" | .geometry.spacing_mm = [1.875, 1.875] | .geometry.volume.axis //= "axial"' "$1/cases.ndjson"
}
# Crops SPLIT [COUNT SEED]: all, or so many of them.
Crops() {
  Records crops | jq -c --arg split "$1" --arg apart " $APART " 'select(.split == $split) |
    . as $one | select($apart | contains(" " + $one.subject + " ") | not)' |
    if [ $# = 1 ]; then cat; else shuf -n "$2" --random-source=<(yes "$3"); fi
}
Heads() { Records heads | jq -c --arg split "$1" --arg copy "${2:-}" 'select(.split == $split) | .id += $copy'; }
# Brains COPY SUBJECT,...: the slices of these.
Brains() {
  Records brains | jq -c --arg copy "$1" --arg these ",$2," '. as $one |
    select($these | contains("," + $one.subject + ",")) | .id += $copy'
}

# Train RECORDS RUN FLAGS...: segmentation from the modalities, any of which may be missing but for what it needs: one of
# T1ce and FLAIR, so that all their sets can be scored; what is shipped needs what the scores say (below).
needs=t1ce,flair
Train() {
  f4s-train "$1" -o "$2" --task segmentation --input images --modalities $modalities --modality-dropout 0.5 --needs "$needs" \
    --segmenter unet --segmentation-width 16 --segmentation-levels 4 --crop 96 --batch-size 8 --ema-decay 0.995 \
    --scale 0.5 --intensity 0.5 --rotate 0 --foreground-share 0.3 --skip-existing --format none "${@:3}"
}

# The fusion network, trained with a small segmentation network on crops, so that the fused image sets the classes off.
if [ ! -e fuser/last.safetensors ]; then
  read -ra epochs <<< "$FUSER"
  { Crops train 1500 1; Crops val | awk 'NR % 20 == 0'; } > fuser.ndjson
  f4s-train fuser.ndjson -o fuser --modalities $modalities --seed 1 --epochs "${epochs[0]}" --steps-per-epoch "${epochs[1]}" --crop 32 \
    --batch-size 16 --segmenter unet --segmentation-width 8 --segmentation-levels 3 --segmentation-learning-rate 0.003 --fusion-dim 8 --fusion-patch 2 \
    --sigma 0 --intensity-weight 0 --texture-weight 0 --fidelity-weight 1 --warmup-epochs 0 --fusion-learning-rate 0.003 \
    --fusion-halve-every 3 --contrast '0=-0.04 1=-0.2 2=0.04 4=0.22' --contrast-epochs 4 \
    --validate-every 4 --validation-slices 10 --skip-existing --format none
fi

# Without whole brains: 1,600 slices of crops, those of heads twice.
Base() {
  local epochs
  read -ra epochs <<< "$BASE"
  [ ! -e base/last.safetensors ] || return 0
  { Crops train 1600 2; Heads train _a; Heads train _b; Heads val | awk 'NR % 4 == 0'; Crops val | awk 'NR % 12 == 0'; } > base.ndjson
  Train base.ndjson base --init fuser/last.safetensors --seed 1 --epochs "${epochs[0]}" --steps-per-epoch "${epochs[1]}" \
    --segmentation-learning-rate 0.003 --validate-every 5 --validation-slices 4
}

# Whole RUN SUBJECT,...: goes on with 1,000 slices of these brains, 700 of crops, and those of heads.
Whole() {
  local epochs copy
  read -ra epochs <<< "$WHOLE"
  [ ! -e "$1/last.safetensors" ] || return 0
  {
    for copy in 1 2 3; do Brains _copy$copy "$2" | shuf --random-source=<(yes $copy); done | awk 'NR <= 1000'
    Crops train 700 3
    Heads train
    Heads val | awk 'NR % 4 == 0'
  } > "$1.ndjson"
  Train "$1.ndjson" "$1" --init base/last.safetensors --seed 2 --epochs "${epochs[0]}" --steps-per-epoch "${epochs[1]}" \
    --segmentation-learning-rate 0.002 --validate-every 4 --validation-slices 4 --largest WT
}

# A training without each group, and one with all brains.
read -ra groups <<< "$LEFT_OUT"
known=$(jq -r .subject brains/cases.ndjson | sort -u)
Base
for i in "${!groups[@]}"; do
  Whole "without-$i" "$(for one in $known; do [[ ,${groups[i]}, == *,$one,* ]] || printf '%s,' "$one"; done)"
done
needs=flair,t1ce+t2
Whole all "$(tr '\n' ',' <<< "$known")"

# The 12 sets of modalities that have T1ce or FLAIR, all first.
subsets=${SETS:-"t1,t1ce,t2,flair t1ce,t2,flair t1,t1ce,flair t1ce,flair t1,t1ce,t2 t1ce,t2 t1,t1ce t1ce t1,t2,flair t2,flair t1,flair flair"}

# Scored SET FLAGS...: each brain left out, from these modalities, to SET.ndjson.
Scored() {
  local i
  [ -e "$1.ndjson" ] || for i in "${!groups[@]}"; do
    Brains "" "${groups[i]}" | jq -c --arg set ",$1," '.images |= with_entries(. as $one | select($set | contains("," + $one.key + ",")))' > part.ndjson
    f4s-segment part.ndjson -o "labels-$i" --model "without-$i/last.safetensors" --volumes --force "${@:2}" | jq -c 'select(.schema == "f4s.case/1")'
  done > left.ndjson
  [ -e "$1.ndjson" ] || f4s-metrics left.ndjson > "$1.ndjson"
}
regions="WT TC ET"
paths=()
for region in $regions; do paths+=(".segmentation.$region."{dice,precision,sensitivity,hd95_mm}.mean); done
{
  Header modalities {WT,TC,ET}" "{Dice,precision,sensitivity,"HD95, mm"}
  for set in $subsets; do
    Scored "$set" --largest WT --probabilities
    echo "| ${set//,/, } |$(Cells "$set.ndjson" "${paths[@]}")"
  done
} > subsets.md
{
  Header "brain left out" {WT,TC,ET}" "{Dice,precision,sensitivity,"HD95, mm"}
  jq -r 'select(.schema == "f4s.case/1") | "| \(.id) | " + ([.metrics.segmentation | (.WT, .TC, .ET) |
    (.dice, .precision, .sensitivity, .hd95_mm)] | map(if . then . * 1000 | round / 1000 else "-" end | tostring) | join(" | ")) + " |"' \
    "${subsets%% *}.ndjson"
} > table.md

# How far the probabilities are to be believed, over the voxels of the brain: in per cent.
{
  Header region "ECE, mean" "ECE, worst brain" "Brier score, mean"
  tail -n 1 "${subsets%% *}.ndjson" | jq -r '.summary.segmentation | to_entries[] | select(.value.ece) | "| \(.key) | " +
    ([.value | (.ece.mean, .ece.max, .brier.mean) * 10000 | round / 100 | tostring] | join(" | ")) + " |"'
} > calibration.md

# FalseArea SCORES: per cent, of the slices that have no tumour.
FalseArea() {
  jq -sr '[.[] | select(.schema == "f4s.case/1") | .metrics.segmentation.WT | select(.sensitivity == null) |
    1 - .specificity] | add / length * 100' "$1" | awk '{ printf " %.3f |", $1 }'
}
# Slices of heads whose patients no training saw, and who own none of the crops.
{
  Header "whole heads" "Dice, mean" sd median least precision sensitivity "false area, %"
  for set in t1,t1ce,flair t1ce,flair flair; do
    Heads val | jq -c --arg set ",$set," '.images |= with_entries(. as $one | select($set | contains("," + $one.key + ","))) |
      select(.subject | test("TCGA_(CS_5397|CS_6669|DU_5872)") | not) | del(.geometry.volume)' > heads.ndjson  # they are of no volume
    f4s-segment heads.ndjson -o labels-heads --model all/last.safetensors --anyway --force > labels.ndjson
    f4s-metrics labels.ndjson --regions WT=1,2,4 --seg-convention nnunet > by-slice.ndjson
    f4s-metrics labels.ndjson --regions WT=1,2,4 --by subject --seg-convention nnunet > "heads-$set.ndjson"
    echo "| ${set//,/, } |$(Cells "heads-$set.ndjson" .segmentation.WT.{dice.{mean,sd,median,min},{precision,sensitivity}.mean})$(FalseArea by-slice.ndjson)"
  done
} > heads.md
cat table.md subsets.md calibration.md heads.md
