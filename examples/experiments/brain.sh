#!/bin/bash
# How well f4s-prep's built-in brain extraction finds the brain: of phantom heads, whose brain is known, and of heads
# with a mask beside them.
#
#   examples/experiments/brain.sh OUT [NAME=HEAD.nii.gz,MASK.nii.gz...]
#
# From the environment:
#   HEADS   rows of phantoms, a line each: "NAME|SEED,FLAGS|SEED,FLAGS", flags of f4s-phantom with ; for a comma; default: below
#
# OUT gets the heads, what was found, and table.md: Dice for each modality, the lowest of the heads of a kind.  A NAME
# is the modality, and what else is to be told of the head: "t1 MNI152=head.nii.gz,mask.nii.gz".

set -euo pipefail
# shellcheck source-path=SCRIPTDIR source=tables.sh
. "$(dirname "${BASH_SOURCE[0]}")/tables.sh"
: "${HEADS:=phantoms, 2 mm, seeds 3 (bias 0.4, noise 0.08) and 7|3,--size 100;120;104 --bias 0.4 --noise 0.08|7,--size 100;120;104
phantom, 2.2 mm, seed 11|11,--size 90;110;100
phantom, slices of 5 mm, seed 13|13,--size 192;224;40 --spacing 1;1;5}"
mkdir -p "$1"
root=$PWD
cd "$1"

# Found OUT MODALITY HEAD MASK: the Dice of the brain that is found in one head.
Found() {
  [ -e "$1.ndjson" ] || {
    f4s-prep "$2=$3" -o "$1" --brain builtin --volumes --format none
    f4s-metrics "prediction=$(printf '%s\n' "$1"/masks/*)" "label=$4" > "$1.ndjson"
  }
  tail -n 1 "$1.ndjson" | jq '.summary.segmentation["1"].dice.mean'
}

# Heads NAME SEED,PHANTOM_FLAG...: a row of the lowest Dice of these phantoms.
Heads() {
  local name=$1 modality seed flags row
  shift
  row="| $name |"
  for modality in t1 t1ce t2 flair; do
    row+=$(for head in "$@"; do
      IFS=, read -r seed flags <<< "$head"
      flags=${flags//;/,}
      # shellcheck disable=SC2086  # flags are several words
      [ -e "heads$seed" ] || f4s-phantom -o "heads$seed" --cases 1 --skull --seed "$seed" $flags --format none
      Found "found$seed-$modality" "$modality" "heads$seed/phantom_0000/phantom_0000_$modality.nii.gz" \
        "heads$seed/phantom_0000/phantom_0000_brainmask.nii.gz"
    done | sort -g | head -n 1 | awk '{ printf " %.3f |", $1 }')
  done
  echo "$row"
}

{
  Header head T1 T1ce T2 FLAIR
  while IFS='|' read -ra words; do Heads "${words[@]}"; done <<< "$HEADS"
} > table.md
for word in "${@:2}"; do
  name=${word%%=*} files=${word#*=}
  modality=${name%% *} row="| ${name#* } |"
  dice=$(cd "$root" && realpath "${files%,*}" "${files#*,}" | xargs)
  # shellcheck disable=SC2086  # two files
  dice=$(Found "found-${name//[^A-Za-z0-9]/_}" "$modality" $dice | awk '{ printf "%.3f", $1 }')
  for column in t1 t1ce t2 flair; do row+=" $([ "$column" != "$modality" ] || echo "$dice") |"; done
  echo "$row" >> table.md
done
cat table.md
