#!/bin/bash
# From a bare Debian 12 to fused images and their scores: installs what is missing (root or
# sudo), builds the suite, and runs its main job on phantom data that it makes itself.
#
#   examples/quickstart.sh [FOLDER]    FOLDER is made; default: quickstart-out

set -euo pipefail
out=$(realpath -m "${1:-quickstart-out}")
# shellcheck source-path=SCRIPTDIR source=../cmake/setup.sh
. "$(dirname "${BASH_SOURCE[0]}")/../cmake/setup.sh"

[ ! -e "$out" ] || Die "$out exists: remove it, or name another folder"
SetUp
Build libfuse4seg/all tools/all
PATH=$root/build/bin:$PATH
mkdir -p "$out"
cd "$out"

# Labelled studies of four modalities, and from them a dataset of axial slices.
f4s-phantom -o studies --cases 3 --size 120,120,40 --seed 1 --format none
f4s-prep studies -o dataset --format none

# Two modalities become one image, by three methods.
for method in average maximum laplacian; do
  echo "== $method"
  f4s-fuse dataset -o "fused-$method" --method "$method" --modalities t1ce,flair |
    f4s-metrics - --format table
done

cat <<END

Made in $out:
  studies/                 3 studies as NIfTI, in the layout of BraTS
  dataset/                 their slices as PNG, with dataset.json and cases.ndjson
  fused-METHOD/fused/      one fused image a slice; the tables above score them
Next: $root/build/bin/f4s-fuse --help
END
