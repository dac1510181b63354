#!/bin/bash
# Four fusion rules on the same slices, against each other on one page.
#
#   examples/report/methods.sh OUT    OUT is made

set -euo pipefail
root=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)
out=$(realpath -m "${1:?usage: methods.sh OUT}")
PATH=$root/build/bin:$PATH
mkdir "$out"
cd "$out"

f4s-phantom -o studies --cases 4 --size 64,72,24 --spacing 2,2,6 --seed 3 --format none
f4s-prep studies -o data --slices label --format none
for method in average maximum laplacian pca; do
  f4s-fuse data -o "images-$method" --method "$method" --modalities t1ce,flair | f4s-metrics - > "$method.ndjson"
done
f4s-report average.ndjson maximum.ndjson laplacian.ndjson pca.ndjson -o report.html --pictures 12 \
  --title "Four fusion rules" > /dev/null
echo "$out/report.html"
