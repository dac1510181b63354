#!/bin/bash
# Each target of tests/fuzz for some seconds, one after the other on one core, and a row of docs/reliability.md for each:
# executions, seconds of the processor, findings; of all runs that began with the same CORPUS.
#
#   tests/fuzz/run.sh [SECONDS [ROUNDS]]    default: 3600 a target, once
#
# From the environment:
#   F4S_BIN    the programs of the preset `fuzz` (default: build-fuzz/bin of this checkout)
#   CORPUS     what it begins with, CORPUS/TARGET/*, and where it keeps what it finds (default: a temporary folder)
#   TARGETS    some of the targets (default: all)

set -euo pipefail
root=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)
bin=$(realpath "${F4S_BIN:-$root/build-fuzz/bin}")
seconds=${1:-3600}
export TMPDIR
TMPDIR=$(mktemp -d -p "$([ -w /dev/shm ] && echo /dev/shm || echo "${TMPDIR:-/tmp}")")
trap 'rm -rf "$TMPDIR"' EXIT
corpus=${CORPUS:-$TMPDIR/corpus}
python3 "$root/tests/fuzz/seeds.py" "$corpus"
corpus=$(realpath "$corpus")
# A reader may take 1 GB and 10 s; what it finds is kept beside the corpus.  AddressSanitizer's own limit on one allocation
# gives bad_alloc, as a machine does.
export ASAN_OPTIONS=allocator_may_return_null=1:detect_leaks=1 UBSAN_OPTIONS=print_stacktrace=1
read -ra targets <<<"${TARGETS:-$(grep -o '{"[a-z_]*"' "$root/tests/fuzz/fuzz.cc" | tr -d '{"' | tr '\n' ' ')}"

# Fuzz TARGET: adds a line to the tally: target, seconds of the processor, executions, findings.
Fuzz() {
  local code=0 runs
  TIMEFORMAT='%U %S'
  { time (cd "$corpus" && F4S_FUZZ_TARGET=$1 "$bin/fuzz" -max_total_time="$seconds" -max_len=16384 -timeout=10 \
    -rss_limit_mb=2048 -malloc_limit_mb=1024 -print_final_stats=1 -artifact_prefix="$corpus/found-$1-" "$1" \
    >"$TMPDIR/log" 2>&1); } 2>"$TMPDIR/time" || code=$?
  runs=$(sed -n 's/^stat::number_of_executed_units: *//p' "$TMPDIR/log")
  echo "$1 $(tail -n 1 "$TMPDIR/time" | awk '{ print $1 + $2 }') ${runs:-0} $((code != 0))" >>"$corpus/tally"
  [ "$code" != 0 ] || return 0
  cp "$TMPDIR/log" "$(mktemp "$corpus/found-$1-XXXXXX.log")"
  tail -n 40 "$TMPDIR/log" >&2
}

for ((round = 0; round < ${2:-1}; ++round)); do
  for target in "${targets[@]}"; do Fuzz "$target"; done
done
awk '{ seconds[$1] += $2; runs[$1] += $3; found[$1] += $4; all += $4 }
  END { for (one in runs) printf "| fuzzing: %s | %.0f s, %d executions | %d |\n", one, seconds[one], runs[one], found[one]
        exit all > 0 }' "$corpus/tally"
