#!/usr/bin/env bash
# The data that the command-line tests share: three small phantom studies, prepared and fused.
#   make_data.sh BIN_FOLDER DATA_FOLDER
set -eu
bin=$1 data=$2
rm -rf "$data"
mkdir -p "$data"
cd "$data"
"$bin/f4s-phantom" -o phantom --cases 3 --size 40,48,36 --seed 1 --format none
"$bin/f4s-prep" phantom -o prepared --split 0.4,0.3,0.3 --format none
"$bin/f4s-fuse" prepared -o fused --method laplacian --modalities t1ce,flair --format none
