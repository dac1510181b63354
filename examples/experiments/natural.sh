#!/bin/bash
# The methods that fuse on natural images: infrared with visible light, grey and in colour.
#
#   examples/experiments/natural.sh NATURAL OUT
#
# NATURAL: {tno,roadscene}/{ir,vi}/NAME.png or .jpg, pairs with one name.  A third of the pairs is scored, which no
# training saw; colour images keep their colour.  From the environment as compare.sh; METHODS may name models, such
# as the one of medical images that comes with the suite.
#
# OUT gets what compare.sh makes, and the fused images.

set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
from=$(realpath "$1") out=$(realpath -m "$2")
mkdir -p "$out"

if [ ! -e "$out/data/dataset.json" ]; then
  for kind in tno roadscene; do
    printf '%s\n' "$from/$kind/ir"/* | jq -Rc --arg kind "$kind" '
      {schema: "f4s.case/1", id: "\($kind)_\(sub(".*/"; "") | sub("\\.[^.]*$"; ""))",
       images: {ir: ., vi: sub("/ir/(?<name>[^/]*)$"; "/vi/\(.name)")}}'
  done > "$out/pairs.ndjson"
  f4s-prep "$out/pairs.ndjson" -o "$out/data" --normalize none --brain none --split 0.5,0.17,0.33 --seed 3 --format none
fi

export MODALITIES=ir,vi CROP=${CROP:-96} BATCH=${BATCH:-4}
export METHODS=${METHODS:-average maximum laplacian wavelet guided-filter pca gradient harvard cddfuse fusioninn fusioninn-published fuse4seg}
"$here/compare.sh" "$out/data" "$out"
