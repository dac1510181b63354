#!/bin/bash
# Makes the picture of README.md: a synthetic study, fused and labelled by a network that was trained on other ones.
#
#   examples/figure.sh [OUT.png [WORK]]     default: docs/case.png, and a scratch folder that is removed
#
# Wants the programs in build/bin, a C++ compiler, libpng and OpenCV's core and imgproc, as the build does.
# Some fifteen minutes of one core, nearly all for training.  WORK keeps what was made; what is done is not done again.

set -euo pipefail
root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
out=$(realpath -m "${1:-$root/docs/case.png}")
if [ $# -gt 1 ]; then work=$(realpath -m "$2"); else
  work=$(mktemp -d)
  trap 'rm -rf "$work"' EXIT
fi
PATH=$root/build/bin:$PATH
mkdir -p "$work"
cd "$work"

# 20 studies of slices 1 mm fine and 6 mm thick: 14 to train on, 2 to choose the best epoch by, 4 unseen.
[ -e data/dataset.json ] || {
  f4s-phantom -o studies --cases 20 --size 160,192,24 --spacing 1,1,6 --seed 5 --format none
  f4s-prep studies -o data --split 0.7,0.1,0.2 --format none
}
# Fusion and segmentation trained together as in experiments/glioma.sh.
joint=(--sigma 0 --intensity-weight 0 --texture-weight 0 --fidelity-weight 1 --warmup-epochs 0 --fusion-learning-rate 0.002
  --fusion-halve-every 5 --fusion-patch 1 --contrast '0=-0.04 1=-0.2 2=0.04 4=0.22' --contrast-epochs 3)
[ -e run/finished ] || {
  f4s-train data -o run --modalities t1,t1ce,t2,flair --seed 1 --epochs 16 --steps-per-epoch 30 --batch-size 8 --crop 64 \
    --foreground-share 0.8 --validation-slices 20 --segmenter unet --segmentation-width 16 --segmentation-levels 4 \
    --segmentation-learning-rate 0.002 "${joint[@]}" --format none
  touch run/finished
}
[ -e scores.ndjson ] || {
  f4s-fuse data --split test -o fused --model run/model.safetensors --force |
    f4s-segment - -o labels --model run/model.safetensors --force | f4s-metrics - > scores.part
  mv scores.part scores.ndjson
}

# Of the slices with all three classes the one with the best mean Dice; its figures, and those of the unseen studies.
two='def Two: . * 100 | round / 100;'
id=$(jq -rs 'map(select(.metrics) | {id, dice: [.metrics.segmentation[].dice]} | select(.dice | all(. > 0 and . < 1))) |
  max_by(.dice | add).id' scores.ndjson)
best=$(jq -r --arg id "$id" "$two"' select(.id == $id) | .metrics.segmentation | map_values(.dice | Two) | to_entries |
  map("\(.key) \(.value)") | join(", ")' scores.ndjson)
all=$(f4s-metrics labels --by volume | tail -n 1 | jq -r "$two"' .summary.segmentation | map_values(.dice.mean | Two) |
  to_entries | map("\(.key) \(.value)") | join(", ")')

c++ -std=c++20 -O1 -isystem /usr/include/opencv4 "$root/examples/figure.cc" -o figure -lopencv_imgproc -lopencv_core -lpng
images=()
for modality in t1 t1ce t2 flair; do images+=("$modality=data/images/$modality/$id.png"); done
./figure "$out" "${images[@]}" "fused=fused/fused/$id.png" "prediction=labels/labels/$id.png" "label=data/labels/$id.png" \
  note="synthetic study that the network had not seen; Dice: $best, in 3-D over the four unseen studies: $all"
echo "$out: $id; Dice $best; $all"
