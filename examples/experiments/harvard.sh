#!/bin/bash
# One small network for CT, PET and SPECT with MRI: trains it, and scores it beside the classical rules and copies of
# the sources.
#
#   examples/experiments/harvard.sh HARVARD OUT
#
# HARVARD: {ct,pet,spect}-mri/{train,val}/{mri,ct|pet|spect}/NAME.png, pairs with one name; a further
# part, such as test, is scored too where PARTS names it.
#
# From the environment:
#   SETTINGS  the training's parameters, a JSON file; default: what the model that comes with the suite
#             says of its own, which was trained twice: first for VIF, Qabf and SCD without end, then with its own settings
#   DIMS      "16"        channels of the network, a run for each: quality against cost; "" trains none
#   FIRST     "44"        epochs of the first training; and steps of each, where they are not to be what SETTINGS say: "44 60"
#   EPOCHS, STEPS         default: what SETTINGS say; of the second training
#   MODELS    ""          models to score as they are, by name or file
#   RULES                 default: all
#   PARTS     "val"       what is scored
#
# OUT gets a folder for each run, scores of each kind and part, table.md: metrics (cddfuse) and seconds of CPU time a pair, start-up
# included; and reached.md: how many figures of the strongest published row each reaches, for which RULES need maximum first.

set -euo pipefail
# shellcheck source-path=SCRIPTDIR source=tables.sh
. "$(dirname "${BASH_SOURCE[0]}")/tables.sh"
: "${SETTINGS:=}" "${DIMS=16}" "${FIRST:=44}" "${EPOCHS:=}" "${STEPS:=}" "${MODELS:=}" "${PARTS:=val}"
: "${RULES:=average maximum laplacian wavelet guided-filter pca gradient}"
from=$(realpath "$1") out=$(realpath -m "$2")
mkdir -p "$out"
[ -z "$SETTINGS" ] || cp "$SETTINGS" "$out/settings.json"
cd "$out"

Records() {
  local kind part
  for kind in ct pet spect; do
    for part in train $PARTS; do
      [ -d "$from/$kind-mri/$part" ] || continue
      printf '%s\n' "$from/$kind-mri/$part/mri"/*.png | jq -Rc --arg kind "$kind" --arg part "$part" '
        {schema: "f4s.case/1", id: "\($kind)_\($part)_\(sub(".*/"; "") | sub("\\.png$"; ""))", split: $part,
         images: {mri: ., ($kind): sub("/mri/(?<name>[^/]*)$"; "/\($kind)/\(.name)")}}'
    done
  done
}

# Row NAME FUSION SCORES [SECONDS]: adds a row to table.md; FUSION is where the scores lie in the summary.
Row() { echo "| $1 |$(Cells "$3" "$2".{EN,SD,SF,AG,MI,SCD,VIF,Qabf,SSIM}.mean) ${4:--} |" >> table.md; }

# Score NAME KIND PART FLAGS...: fuses and scores, and adds a row.
Score() {
  local run=$1-$2-$3 name=$1 kind=$2 part=$3 start
  shift 3
  Used
  start=$used
  f4s-fuse pairs.ndjson --split "$part" --ids "${kind}_*" -o "$run" "$@" -j1 --force > "$run.fused.ndjson"
  Used
  f4s-metrics "$run.fused.ndjson" --floors > "$run.ndjson"
  Row "$part $kind | $name" .fusion "$run.ndjson" \
    "$(tail -n 1 "$run.ndjson" | jq --argjson all "$(jq -n "$used - $start")" '$all / .cases.ok * 1000 | round / 1000')"
}

Records > pairs.ndjson
if [ -n "$DIMS" ]; then
  [ -e settings.json ] || f4s-fuse --model harvard --describe | jq .model.provenance.config > settings.json
  [ -e data/dataset.json ] || f4s-prep pairs.ndjson -o data --missing leave --normalize none --brain none --format none
fi
# The first training, by what it has otherwise.
read -ra epochs <<< "$FIRST"
first=(--epochs "${epochs[0]}" ${epochs[1]:+--steps-per-epoch "${epochs[1]}"} --fusion-learning-rate 0.002 --fusion-halve-every 9 --warmup-epochs 3
  --encoder-slow-epochs 6 --ema-decay 0.99 --vif-weight 1 --qabf-weight 3 --mi-weight 0.12 --scd-weight 0.5 --scd-limit none --sd-weight 0 --sf-weight 5 --gain 1)
for dim in $DIMS; do
  [ -e "first$dim/last.safetensors" ] ||
    f4s-train data -o "first$dim" --config settings.json --fusion-dim "$dim" "${first[@]}" -j1 --format none
  [ -e "dim$dim/last.safetensors" ] ||
    f4s-train data -o "dim$dim" --config settings.json --init "first$dim/last.safetensors" --fusion-dim "$dim" \
      ${EPOCHS:+--epochs "$EPOCHS"} ${STEPS:+--steps-per-epoch "$STEPS"} -j1 --format none
done

{
  echo "| pairs | method | EN | SD | SF | AG | MI | SCD | VIF | Qabf | SSIM | seconds |"
  echo "|---|---|---:|---:|---:|---:|---:|---:|---:|---:|---:|---:|"
} > table.md
for part in $PARTS; do
  for kind in ct pet spect; do
    for rule in $RULES; do Score "$rule" "$kind" "$part" --method "$rule"; done
    for copy in mri "$kind"; do
      Row "$part $kind | copy of $copy" ".floors[\"copy-$copy\"].fusion" "${RULES%% *}-$kind-$part.ndjson"
    done
    for dim in $DIMS; do Score "dim$dim" "$kind" "$part" --model "dim$dim/last.safetensors"; done
    for model in $MODELS; do Score "$(basename "$model" .safetensors)" "$kind" "$part" --model "$model"; done
  done
done

# The strongest published row (CDDFuse's, its README) and what the maximum has on all pairs of its test set, without EN.
published='kind SD SF MI SCD VIF Qabf
ct 79.17 38.14 2.61 1.41 0.61 0.68 84.220 33.534 3.630 1.500 0.636 0.629
pet 70.74 29.57 2.03 1.69 0.71 0.71 75.488 27.329 3.036 1.705 0.920 0.714
spect 58.31 20.87 2.49 1.35 0.97 0.78 59.473 18.393 2.879 1.333 0.739 0.685'
{
  echo
  echo "How many of the row's figures are reached; but for the part test they are scaled by what the maximum has there:"
  echo
  Header "pairs, model" "of 18" missed
  awk -F'|' -v published="$published" '
    BEGIN { split("5 6 8 9 10 11", column, " "); rows = split(published, row, "\n"); split(row[1], name, " ")
      for (i = 2; i <= rows; ++i) { split(row[i], word, " "); for (j = 2; j <= 13; ++j) figure[word[1], j] = word[j] } }
    $2 ~ / (ct|pet|spect) $/ && $3 !~ /copy/ {
      split($2, where, " "); part = where[1]; kind = where[2]; gsub(/^ | $/, "", $3); key = part ", " $3
      if (!(key in reached)) { order[++keys] = key; reached[key] = 0 }
      for (j = 1; j <= 6; ++j) {
        if ($3 == "maximum") most[part, kind, j] = $column[j]
        wanted = figure[kind, j + 1] * (part == "test" ? 1 : most[part, kind, j] / figure[kind, j + 7])
        if ($column[j] + 0 >= wanted) ++reached[key]; else missed[key] = missed[key] " " kind "-" name[j + 1]
      }
    }
    END { for (i = 1; i <= keys; ++i) printf "| %s | %d |%s |\n", order[i], reached[order[i]], missed[order[i]] }' table.md
} > reached.md
cat table.md reached.md
