#!/bin/bash
# kill -9 at random times: what stands under its own name is whole, and the same command again ends in the bytes of a run
# that was never killed.
#
#   tests/fault/kill.sh [TRIES]    default: 200, over all jobs in turn

# shellcheck source-path=SCRIPTDIR source=common.sh
. "$(dirname "${BASH_SOURCE[0]}")/common.sh"
count=${1:-200}

for ((; tries < count; ++tries)); do
  job=${jobs[tries % ${#jobs[@]}]}
  Reference "$job"
  rm -rf disturbed
  mkdir disturbed
  Command "$job" disturbed/out
  ms=$(($(cat "reference/$job.ms") * (RANDOM % 1000) / 900))
  setsid "${command[@]}" >/dev/null 2>disturbed.err </dev/null &
  pid=$!
  sleep "$((ms / 1000)).$(printf %03d $((ms % 1000)))"
  kill -9 -- "-$pid" 2>/dev/null || true
  code=0
  wait "$pid" 2>/dev/null || code=$?
  Judge "$job" "$code" '137|0'
  OnlyWhole "$job" disturbed/out
  GoesOn "$job" disturbed/out "$code"
done
Row "\`kill -9\` at a random time, then the same command"
