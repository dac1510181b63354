#!/usr/bin/env bash
# How CPU time and memory grow with the number of cases: f4s-fuse by a rule, then f4s-metrics on what it wrote.
#
#   tests/bench/growth.sh BIN_FOLDER FOLDER_A FOLDER_B [OUT.svg [COUNT...]]
#
# The folders hold PNG images of the same names, which are taken again and again, each time as a case of its own.
# COUNT is 10 100 1000 10000, of cases.  Prints a line a run: program, cases, CPU milliseconds a case, MB at most; and
# draws them.  One thread; CPU time, so that other work on the machine does not count.
set -euo pipefail
export LC_ALL=C
bin=$1 a=$2 b=$3 svg=${4:-growth.svg}
shift $(($# < 4 ? $# : 4))
[[ $# -gt 0 ]] || set -- 10 100 1000 10000
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
TIMEFORMAT='%U %S'

for file in "$a"/*.png; do
  [[ ! -e $b/${file##*/} ]] || printf '%s\t%s\n' "$(realpath "$file")" "$(realpath "$b/${file##*/}")"
done >"$scratch/pairs"
[[ -s $scratch/pairs ]] || { echo "growth.sh: $a and $b hold no PNG images of the same names" >&2; exit 65; }

records() {  # of COUNT cases
  awk -F '\t' -v count="$1" '
    { a[NR] = $1; b[NR] = $2 }
    END {
      for (i = 0; i < count; ++i)
        printf "{\"schema\":\"f4s.case/1\",\"id\":\"case%06d\",\"images\":{\"a\":\"%s\",\"b\":\"%s\"}}\n", i,
          a[i % NR + 1], b[i % NR + 1]
    }' "$scratch/pairs"
}

# run PROGRAM COUNT COMMAND...: a line of the table; the command's records stay in $scratch/PROGRAM.ndjson.
run() {
  local program=$1 count=$2
  shift 2
  { time "$@" >"$scratch/$program.ndjson" 2>"$scratch/errors"; } 2>"$scratch/time" || { cat "$scratch/errors" >&2; return 1; }
  local peak
  peak=$(tail -n1 "$scratch/$program.ndjson" | jq .peak_rss_bytes)
  awk -v program="$program" -v count="$count" -v peak="$peak" \
    'END { printf "%s %d %.3f %.1f\n", program, count, 1000 * ($1 + $2) / count, peak / 1e6 }' "$scratch/time"
}

for count; do
  records "$count" >"$scratch/cases.ndjson"
  run f4s-fuse "$count" "$bin/f4s-fuse" - -o "$scratch/out" --method laplacian --partial-input -j1 <"$scratch/cases.ndjson"
  run f4s-metrics "$count" "$bin/f4s-metrics" - -j1 <"$scratch/f4s-fuse.ndjson"
  rm -rf "$scratch/out"
done | tee "$scratch/table"

# Two panels side by side, cases on a logarithmic axis, what grows on an even one from 0.
awk '
  function x(panel, count) { return 70 + panel * 360 + 250 * (log(count) - log(least)) / (log(most) - log(least)) }
  function y(value, top) { return 250 - 200 * value / top }
  function nice(value,   step) {
    step = 10 ^ int(log(value) / log(10) + 100) / 10 ^ 100
    return value <= step ? step : value <= 2 * step ? 2 * step : value <= 5 * step ? 5 * step : 10 * step
  }
  function panel(number, what, unit, values, top,   i, p, path, k) {
    printf "<text x=\"%d\" y=\"30\" font-weight=\"bold\">%s</text>\n", 70 + number * 360, what
    for (k = 0; k <= 4; ++k) {
      printf "<path d=\"M%d %.1fh250\" stroke=\"#ddd\"/>", 70 + number * 360, y(k * top / 4, top)
      printf "<text x=\"%d\" y=\"%.1f\" text-anchor=\"end\">%g</text>\n", 62 + number * 360, y(k * top / 4, top) + 4, k * top / 4
    }
    for (i = 1; i <= rows; ++i)
      if (program[i] == program[1])
        printf "<text x=\"%.1f\" y=\"270\" text-anchor=\"middle\">%d</text>\n", x(number, count[i]), count[i]
    printf "<text x=\"%d\" y=\"292\" text-anchor=\"middle\">cases</text>\n", 195 + number * 360
    for (p = 1; p <= programs; ++p) {
      path = ""
      for (i = 1; i <= rows; ++i) {
        if (program[i] != name[p]) continue
        path = path (path == "" ? "M" : "L") sprintf("%.1f %.1f", x(number, count[i]), y(values[i], top))
        printf "<circle cx=\"%.1f\" cy=\"%.1f\" r=\"3\" fill=\"%s\"><title>%s, %d cases: %g %s</title></circle>\n",
          x(number, count[i]), y(values[i], top), colour[p], name[p], count[i], values[i], unit
      }
      printf "<path d=\"%s\" fill=\"none\" stroke=\"%s\" stroke-width=\"2\"%s/>\n", path, colour[p], p == 1 ? "" : " stroke-dasharray=\"6 3\""
    }
  }
  { ++rows; program[rows] = $1; count[rows] = $2; time[rows] = $3; memory[rows] = $4 }
  !($1 in known) { known[$1]; name[++programs] = $1 }
  rows == 1 { least = most = $2 }
  { least = $2 < least ? $2 : least; most = $2 > most ? $2 : most
    longest = $3 > longest ? $3 : longest; largest = $4 > largest ? $4 : largest }
  END {
    if (least == most) most = 10 * least
    colour[1] = "#0072b2"; colour[2] = "#d55e00"
    print "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 720 330\" font-family=\"sans-serif\" font-size=\"12\" role=\"img\">"
    print "<title>CPU time of a case and memory at most, by the number of cases</title><rect width=\"720\" height=\"330\" fill=\"#fff\"/>"
    panel(0, "CPU time of a case, ms", "ms", time, nice(longest))
    panel(1, "memory at most, MB", "MB", memory, nice(largest))
    for (p = 1; p <= programs; ++p) {
      printf "<path d=\"M%d 315h30\" stroke=\"%s\" stroke-width=\"2\"%s/>", 70 + (p - 1) * 130, colour[p], p == 1 ? "" : " stroke-dasharray=\"6 3\""
      printf "<text x=\"%d\" y=\"319\">%s</text>\n", 106 + (p - 1) * 130, name[p]
    }
    print "</svg>"
  }' "$scratch/table" >"$svg"
