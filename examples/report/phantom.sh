#!/bin/bash
# The whole pipe on synthetic studies, and its page.
#
#   examples/report/phantom.sh OUT [PICTURE.png]    OUT is made; the picture is of the page's top, by Chromium
#
# Some two minutes of one core, nearly all for the network.

set -euo pipefail
root=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)
out=$(realpath -m "${1:?usage: phantom.sh OUT [PICTURE.png]}")
picture=${2:+$(realpath -m "$2")}
PATH=$root/build/bin:$PATH
mkdir "$out"
cd "$out"

f4s-phantom -o studies --cases 4 --size 120,144,24 --spacing 1.5,1.5,6 --seed 3 --format none
f4s-segment studies -o labels --model glioma |
  f4s-metrics - |
  f4s-report - -o report.html --title "Synthetic studies, labelled by the model glioma" > scored.ndjson
f4s-report scored.ndjson -o multiqc --format mqc > /dev/null
f4s-report scored.ndjson --ids '*_0000' --figure case.svg > /dev/null
echo "$out/report.html"

[ -n "$picture" ] || exit 0
chromium --headless=new --no-sandbox --disable-gpu --hide-scrollbars --window-size=1180,1180 --user-data-dir="$out/profile" \
  --screenshot="$picture" "file://$out/report.html" 2> /dev/null
echo "$picture"
