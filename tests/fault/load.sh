#!/bin/bash
# Many cases through each program that streams them, with 64 descriptors: all come out, in their order, and memory does not
# grow by more than 1 kB a case: in f4s-metrics too, which keeps all its numbers (here 100 a case, 800 bytes) for medians and
# bootstrap.
#
#   tests/fault/load.sh [CASES]    default: 100000
#
# TOOLS: some of the programs (default: all).

# shellcheck source-path=SCRIPTDIR source=common.sh
. "$(dirname "${BASH_SOURCE[0]}")/common.sh"
count=${1:-100000}
[ -n "${WORK:-}" ] || { rm -rf "$work" && work=$(mktemp -d -p /dev/shm) && cd "$work"; }
MakeData

# Records N FILTER: so many cases of one slice, each with an id of its own, and the run record that ends a stream.
Records() {
  head -n 1 data/slices/cases.ndjson | sed -E "s#\"(images|labels|masks)/#\"$work/data/slices/\1/#g" |
    jq -c "del(.geometry, .subject, .split) | $2" | awk -v n="$1" '{
      at = index($0, "\"id\":\"") + 6; rest = substr($0, at); before = substr($0, 1, at - 1)
      rest = substr(rest, index(rest, "\""))
      for (i = 0; i < n; ++i) printf "%scase_%07d%s\n", before, i, rest }'
  echo '{"schema":"f4s.run/1","tool":"f4s-prep","cases":{"ok":1,"failed":0,"skipped":0},"status":"ok","exit_code":0}'
}

# Peak N FILTER WORDS...: the peak of memory, in kB, of the program on N cases; 0 where cases are missing or out of order.
Peak() {
  local n=$1 filter=$2
  shift 2
  rm -rf out
  Records "$n" "$filter" | (ulimit -n 64; exec "$@") >out.ndjson
  jq -r 'select(.schema == "f4s.case/1") | .id' out.ndjson | awk -v n="$n" '$0 != sprintf("case_%07d", NR - 1) { bad = 1 }
    END { exit bad || NR != n }' && tail -n 1 out.ndjson | jq '.peak_rss_bytes / 1000 | floor' || echo 0
}

# Try NAME FILTER WORDS...: growth of 1 kB a case at most; is that of the second half, as buffers fill in the first.
Try() {
  local few many
  few=$(Peak $((count / 2)) "${@:2}")
  many=$(Peak "$count" "${@:2}")
  tries=$((tries + 1))
  outcomes+=(0)
  if [ "$few" = 0 ] || [ "$many" = 0 ]; then Fail "$1" "cases are missing or out of order"; fi
  [ $((many - few)) -le $((count / 2 + 2000)) ] || Fail "$1" "from $few kB to $many kB"
  echo "| $1: $count cases, 64 descriptors | peak $((many / 1000)) MB, $(awk -v a="$few" -v b="$many" -v n="$count" 'BEGIN { printf "%.2f", (b - a) / (n / 2) }') kB a case more |"
}

scored='.fused = .images.t1 | .prediction = .label'
for tool in ${TOOLS:-f4s-fuse f4s-metrics f4s-report f4s-prep f4s-segment}; do
  case $tool in
    f4s-fuse) Try "$tool" . f4s-fuse - -o out --method average ;;
    f4s-metrics) Try "$tool" "$scored" f4s-metrics - ;;
    f4s-report)
      metrics=$(Records 1 "$scored" | f4s-metrics - | jq -c 'select(.metrics) | .metrics')
      Try "$tool" "$scored | .metrics = $metrics" f4s-report - -o report.html --force ;;
    f4s-prep) Try "$tool" . f4s-prep - -o out --normalize none --brain none ;;
    f4s-segment)
      [ -e data/attends ] || continue
      Try "$tool" . f4s-segment - -o out --model data/attends/model.safetensors ;;
  esac
done
[ "$failures" = 0 ]
