#!/bin/bash
# Each target of tests/fuzz for some seconds, one after the other on one core, and a row of docs/reliability.md for each:
# executions, seconds, findings.
#
#   tests/fuzz/run.sh [SECONDS]    default: 3600 a target
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
# A reader may take 1 GB and 10 s; what it finds is kept beside the corpus.  AddressSanitizer's own limit on one allocation
# gives bad_alloc, as a machine does.
export ASAN_OPTIONS=allocator_may_return_null=1:detect_leaks=1 UBSAN_OPTIONS=print_stacktrace=1
read -ra targets <<<"${TARGETS:-$(grep -o '{"[a-z_]*"' "$root/tests/fuzz/fuzz.cc" | tr -d '{"' | tr '\n' ' ')}"

failed=0
for target in "${targets[@]}"; do
  began=$SECONDS code=0
  (cd "$corpus" && F4S_FUZZ_TARGET=$target "$bin/fuzz" -max_total_time="$seconds" -max_len=16384 -timeout=10 \
    -rss_limit_mb=2048 -malloc_limit_mb=1024 -print_final_stats=1 -artifact_prefix="$corpus/found-$target-" \
    "$target" >"$TMPDIR/log" 2>&1) || code=$?
  runs=$(sed -n 's/^stat::number_of_executed_units: *//p' "$TMPDIR/log")
  echo "| fuzzing: $target | $((SECONDS - began)) s, ${runs:-0} executions | $([ "$code" = 0 ] && echo 0 || echo 1) |"
  if [ "$code" != 0 ]; then
    failed=1
    cp "$TMPDIR/log" "$corpus/found-$target.log"
    tail -n 40 "$TMPDIR/log" >&2
  fi
done
exit "$failed"
