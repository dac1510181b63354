#!/bin/bash
# What the experiments share, to be sourced: figures of f4s-metrics as cells of Markdown tables, and CPU time.

# Cells SCORES PATH...: figures of the summary that ends the file SCORES, each with a bar behind it; PATHs are jq's:
# .fusion.VIF.mean.  Dashes where there is no such file.
Cells() {
  local file=$1
  shift
  if [ -e "$file" ]; then tail -n 1 "$file"; else echo '{}'; fi | jq ".summary | $(IFS=,; echo "$*")" |
    awk '{ printf($1 == "null" ? " - |" : " %.3f |", $1) }'
}

# Differences RECORDS SCORES FLAGS...: of Dice of each region, RECORDS minus SCORES, with 95 % intervals, on the cases that
# both have; of one subject there is no interval.
Differences() {
  f4s-metrics "$1" --compare "$2" --keep-going "${@:3}" --format ndjson 2> /dev/null | tail -n 1 |
    jq -r '.summary.compare.segmentation[].dice | [.mean_difference // "-", .ci95[]?] | @tsv' |
    awk '{ printf(NF == 3 ? " %.3f [%.3f, %.3f] |" : $1 == "-" ? " - |" : " %.3f |", $1, $2, $3) }' | sed 's/-0\.000/0.000/g'
}

# Header CELL...: the first two lines of a table, numbers to the right.
Header() {
  printf '| %s |' "$1"
  printf ' %s |' "${@:2}"
  printf '\n|---|'
  printf -- '---:|%.0s' "${@:2}"
  echo
}

# Sets `used` to the seconds of CPU time of the script's commands so far.
Used() {
  times > times.txt
  # shellcheck disable=SC2034  # for the script that sources this
  used=$(tail -n 1 times.txt | tr 'ms' '  ' | jq -Rr '[splits(" +") | select(. != "") | tonumber] | .[0] * 60 + .[1] + .[2] * 60 + .[3]')
}
