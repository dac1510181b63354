#!/bin/bash
# From a bare Debian 12 to label maps of unseen patients and their scores: installs what is
# missing (root or sudo), builds the suite, and runs its main job on phantom data that it makes
# itself.  After set-up and build, some six minutes on two cores.
#
#   examples/quickstart.sh [--cuda] [FOLDER]    FOLDER is made; default: quickstart-out
#
# With --cuda it also fetches what LibTorch needs on a machine with a GPU (2.5 GB), and networks are trained and
# used there.
#
# With F4S_BIN=FOLDER it uses the programs in that folder (/usr/bin after apt install), and neither installs nor builds; so
# it does with those on PATH where it was installed with them.  Without LibTorch nothing is trained: then a model that
# comes with the suite labels four studies, in half a minute.

set -euo pipefail
cuda=()
if [ "${1:-}" = --cuda ]; then
  cuda=(--cuda)
  shift
fi
case ${1:-} in
-h | --help) sed -n '2,/^$/s/^# \{0,1\}//p' "$0"; exit ;;
-*) echo "quickstart.sh: $1 is no option: wanted a folder's name or --cuda" >&2; exit 64 ;;
esac
out=$(realpath -m "${1:-quickstart-out}")
Fail() { echo "quickstart.sh: $*" >&2; exit 69; }

[ ! -e "$out" ] || Fail "$out exists: remove it, or name another folder"
setup=$(dirname "${BASH_SOURCE[0]}")/../cmake/setup.sh
if [ -z "${F4S_BIN:-}" ] && [ ! -e "$setup" ]; then  # these are not the sources
  F4S_BIN=$(dirname "$(command -v f4s)")
fi
if [ -n "${F4S_BIN:-}" ]; then
  bin=$(realpath -m "$F4S_BIN")
  [ -x "$bin/f4s-train" ] || Fail "F4S_BIN=$F4S_BIN holds no f4s-train"
else
  # shellcheck source-path=SCRIPTDIR source=../cmake/setup.sh
  . "$setup"
  bin=$root/build/bin
  SetUp "${cuda[@]}"
  Build libfuse4seg/all tools/all
fi
PATH=$bin:$PATH
mkdir -p "$out"
cd "$out"
began=$SECONDS

# Step NUMBER WHAT SECONDS: what comes now, when, and how long it takes on two quiet cores.
steps=7
Step() { printf '== %d of %d, after %d s: %s (some %s s)\n' "$1" $steps $((SECONDS - began)) "$2" "$3"; }

# The mean Dice of each region, from the run records that end the files.
Dice() { tail -n 1 "$1.ndjson" | grep -o "\"$2\":{\"dice\":{[^}]*" | grep -o '"mean":[0-9.e-]*' | head -n 1 | cut -d : -f 2; }
# Table INPUT...
Table() {
  printf '%-8s %6s %6s %6s\n' input WT TC ET
  for input; do
    printf '%-8s %6.3f %6.3f %6.3f\n' "$input" "$(Dice "$input" WT)" "$(Dice "$input" TC)" "$(Dice "$input" ET)"
  done
}

# What can be done without training: new studies, and a model that was trained on patients.
UseModel() {
  steps=3
  Step 1 "four synthetic studies" 10
  f4s-phantom -o studies --cases 4 --size 160,192,24 --spacing 1,1,6 --seed 5 --format none
  Step 2 "fused and labelled by the model glioma, and scored" 15
  f4s-fuse studies -o fused-images --model glioma | f4s-segment - -o fused-labels --model glioma |
    f4s-metrics - --check 'segmentation.WT.dice.mean > 0.5' --check 'cases.failed == 0' > fused.ndjson
  Step 3 "the page" 5
  f4s-report fused.ndjson -o report.html --title "Quickstart" > /dev/null
  echo
  echo "Mean Dice of the four studies:"
  Table fused
  cat <<END

Made in $out, in $((SECONDS - began)) s:
  studies/                 four studies as NIfTI, in the layout of BraTS
  fused-images/            their fused images
  fused-labels/            label maps
  fused.ndjson             the scores
  report.html              all of it on one page: open it in a browser
Not trained: f4s doctor training
END
}
if ! f4s doctor training >/dev/null; then
  UseModel
  exit
fi

# Labelled studies of four modalities, and from them a dataset of axial slices: 12 studies to learn
# from, 2 to choose the best epoch by, 6 that no network sees before the end.
Step 1 "20 synthetic studies, and their slices" 30
f4s-phantom -o studies --cases 20 --size 72,84,48 --seed 1 --format none
f4s-prep studies -o dataset --split 0.6,0.1,0.3 --format none

# The same budget for everyone: so many steps, of so many squares of this size.
budget=(--epochs 16 --steps-per-epoch 30 --batch-size 8 --crop 64 --foreground-share 0.8
  --validation-slices 20 --format none)

Step 2 "fusion of four modalities, and segmentation of what it makes, trained together" 150
f4s-pretrain dataset -o pretrained --epochs 2 --steps-per-epoch 30 --batch-size 8 --crop 64 --format none
f4s-train dataset -o fused --init pretrained --modalities t1,t1ce,t2,flair --intensity-of mean \
  --fusion-weight 0.1 "${budget[@]}"
step=2
for modality in t1 t1ce t2 flair; do
  Step $((step += 1)) "segmentation of $modality alone" 40
  f4s-train dataset -o "$modality" --task segmentation --input images --modalities "$modality" "${budget[@]}"
done

Step 7 "labels of the unseen studies, and scores" 30
# The unseen studies: fused, labelled, put back on the grid of the study, and scored as volumes.
f4s-fuse dataset --split test -o fused-images --model fused/model.safetensors |
  f4s-segment - --model fused/model.safetensors -o fused-labels --volumes |
  f4s-metrics - --check 'segmentation.WT.dice.mean > 0.5' --check 'cases.failed == 0' > fused.ndjson
for modality in t1 t1ce t2 flair; do
  f4s-segment dataset --split test --model "$modality/model.safetensors" -o "$modality-labels" --volumes |
    f4s-metrics - > "$modality.ndjson"
done

echo
echo "Mean Dice of the unseen studies, by what the segmentation network saw:"
Table t1 t1ce t2 flair fused
best=$(for modality in t1 t1ce t2 flair; do Dice "$modality" WT; done | sort -g | tail -n 1)
f4s-metrics fused-labels --format none --check "segmentation.WT.dice.mean > $best"
echo "For the whole tumour no single modality reaches what their fusion does."

# The page to open first: what failed, how good, where weakest, the inputs against each other, the training, and pictures.
f4s-report fused fused.ndjson t1.ndjson t1ce.ndjson t2.ndjson flair.ndjson -o report.html --title "Quickstart" > /dev/null

cat <<END

Made in $out, in $((SECONDS - began)) s:
  studies/                 20 studies as NIfTI, in the layout of BraTS
  dataset/                 their slices as PNG, with dataset.json and cases.ndjson
  fused/, t1/ ...          trained networks, with the events of their training
  fused-images/fused/      one fused image a slice
  fused-labels/            label maps on the studies' own grids, as NIfTI
  fused.ndjson ...         the scores
  report.html              all of it on one page: open it in a browser
Next: $bin/f4s-train --help
END
