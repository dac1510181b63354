#!/bin/bash
# A machine that gives little: closed stdin, stdout and stderr, few descriptors, little address space, an output that is
# read-only, inputs that vanish while they are read.  An exit code that says so, and never a signal.  Needs root, or user
# namespaces.
#
#   tests/fault/limits.sh [STEPS]    default: 12 amounts of memory and moments a job

# shellcheck source-path=SCRIPTDIR source=own_mounts.sh
. "$(dirname "${BASH_SOURCE[0]}")/own_mounts.sh" "$@"
# shellcheck source-path=SCRIPTDIR source=common.sh
. "$(dirname "${BASH_SOURCE[0]}")/common.sh"
steps=${1:-12}

# Try JOB CODES SHELL: runs the job's command, as "$@" of a line of shell; its exit code is one of CODES.
Try() {
  rm -rf disturbed
  mkdir disturbed
  Command "$1" disturbed/out
  local code=0
  bash -c "$3" limited "${command[@]}" >/dev/null 2>disturbed.err </dev/null || code=$?
  tries=$((tries + 1))
  local failed=$failures
  Judge "$1" "$code" "$2"
  OnlyWhole "$1" disturbed/out
  [ "$code" = 73 ] || GoesOn "$1" disturbed/out "$code"
  [ "$failed" = "$failures" ] || echo "  by: $3, which ended in $code" >&2
}

for job in "${jobs[@]}"; do
  Reference "$job"
  # shellcheck disable=SC2016 # the words are the inner shell's
  {
    Try "$job" 0 '"$@" <&-'
    Try "$job" 0 '"$@" 2>&-'
    Try "$job" '0|74' '"$@" >&-'
    Try "$job" 74 '"${@:1:$#-3}" >&-'
    Try "$job" '0|74' '"$@" <&- >&- 2>&-'
    Try "$job" 0 'ulimit -n 64; "$@"'
    for descriptors in 4 6 8 12 16 24; do Try "$job" '0|65|66|69|71|73|74|127' "ulimit -n $descriptors; "'"$@"'; done
    for ((i = 0; i < steps; ++i)); do Try "$job" '0|69|71|127' "ulimit -v $((40000 * (i + 1) * (i + 1))); "'"$@"'; done
  }
done
Row "closed standard descriptors, few descriptors (4 to 64), little address space ($steps amounts to $((40 * steps * steps)) MB)"

tries=0 outcomes=()
mkdir -p readonly
mount -t tmpfs -o ro f4s-readonly readonly
for job in "${jobs[@]}"; do
  Command "$job" readonly/out
  code=0
  "${command[@]}" >/dev/null 2>disturbed.err </dev/null || code=$?
  tries=$((tries + 1))
  Judge "$job" "$code" '73|74'
done
umount readonly
Row "an output on a read-only file system"

# The inputs go away one after the other while the job runs.
tries=0 outcomes=()
for job in "${jobs[@]}"; do
  [ "$job" != phantom ] || continue
  for ((i = 0; i < steps; ++i)); do
    rm -rf disturbed vanishing
    mkdir disturbed vanishing
    cp -r data vanishing/data
    Command "$job" ../disturbed/out
    ms=$(($(cat "reference/$job.ms") * i / steps))
    (cd vanishing && exec "${command[@]}" >/dev/null 2>../disturbed.err </dev/null) &
    pid=$!
    sleep "$((ms / 1000)).$(printf %03d $((ms % 1000)))"
    find vanishing/data -type f -delete
    code=0
    wait "$pid" || code=$?
    tries=$((tries + 1))
    Judge "$job" "$code" '0|65|66|69|74'
    # What is gone before it is listed was never there: a list of cases may be shorter, an image is whole or not there.
    OnlyWhole "$job" disturbed/out '(cases\.ndjson|dataset\.json)$'
  done
done
Row "inputs that vanish while a job runs"
