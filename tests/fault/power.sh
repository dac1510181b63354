#!/bin/bash
# Power cuts: what a job asked of the disk is recorded, and at points among its calls all that was not made to last by then
# is taken away.  Nothing torn under its own name; the same command again ends in the undisturbed bytes; a training's
# events.ndjson is as long as its last checkpoint says; and whatever is there at the end lasts.
#
#   tests/fault/power.sh [POINTS]    default: 20 a job, each in two kinds (power.py)

# shellcheck source-path=SCRIPTDIR source=common.sh
. "$(dirname "${BASH_SOURCE[0]}")/common.sh"
points=${1:-20}

${CXX:-g++} -std=c++20 -O2 -shared -fPIC -o record.so "$root/tests/fault/record.cc" -ldl
for job in "${jobs[@]}"; do
  Reference "$job"
  rm -rf recorded power
  mkdir -p recorded/run power
  Command "$job" recorded/run/out
  code=0
  env LD_PRELOAD="$work/record.so" F4S_RECORD_ROOT="$work/recorded/run" F4S_RECORD_LOG="$work/recorded/log" \
    "${command[@]}" >/dev/null 2>disturbed.err </dev/null || code=$?
  Judge "$job" "$code" 0
  tries=$((tries + 1))
  faults=$(python3 "$root/tests/fault/power.py" check recorded/log "$work/recorded/run/out") || Fail "$job" "$faults"
  count=$(python3 "$root/tests/fault/power.py" points recorded/log)
  for ((i = 0; i < points; ++i)); do
    for kind in least names; do
      point=$((1 + (count * i + RANDOM % count) / points))
      tries=$((tries + 1))
      failed=$failures
      said=$(python3 "$root/tests/fault/power.py" make recorded/log "$work/recorded/run" "$point" "$kind" power) ||
        Fail "$job" "$said"
      find power -name '.*.f4s-tmp.*' -delete  # of a process that is gone: the program leaves those of a machine that it
      OnlyWhole "$job" power/out               # does not know to their owner for a day
      GoesOn "$job" power/out 137
      [ "$failed" = "$failures" ] || echo "  by a power cut after call $point of $count ($kind)" >&2
    done
  done
done
Row "a power cut ($points points a job, two kinds each), then the same command"
