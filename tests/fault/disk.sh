#!/bin/bash
# A disk that fills up: jobs write to a small file system (tmpfs) of growing size.  Exit 74, nothing torn under its own
# name; with room made, the same command ends in the undisturbed bytes.  Needs root, or user namespaces.
#
#   tests/fault/disk.sh [POINTS]    default: 40 sizes a program, over its jobs

# shellcheck source-path=SCRIPTDIR source=own_mounts.sh
. "$(dirname "${BASH_SOURCE[0]}")/own_mounts.sh" "$@"
# shellcheck source-path=SCRIPTDIR source=common.sh
. "$(dirname "${BASH_SOURCE[0]}")/common.sh"
declare -A jobs_of
for job in "${jobs[@]}"; do
  Command "$job" out
  jobs_of[${command[0]}]=$((${jobs_of[${command[0]}]:-0} + 1))
done

mkdir -p small
for job in "${jobs[@]}"; do
  Reference "$job"
  Command "$job" out
  points=$(((${1:-40} + jobs_of[${command[0]}] - 1) / jobs_of[${command[0]}]))
  for ((i = 0; i < points; ++i)); do
    # From almost nothing to a little more than all of it, in pages of 4 KiB; files of no more than a page count as one.
    pages=$((2 + ($(cat "reference/$job.kib") / 4 + 8) * (2 * i + 1) / (2 * points)))
    mount -t tmpfs -o "size=$((4 * pages))k" f4s-small small
    Command "$job" small/out
    code=0
    "${command[@]}" >/dev/null 2>disturbed.err </dev/null || code=$?
    Judge "$job" "$code" '74|0'
    [ "$code" = 0 ] || grep -q 'No space left on device' disturbed.err || Fail "$job" "says: $(tail -n 1 disturbed.err)"
    OnlyWhole "$job" small/out
    mount -o remount,size=1g small
    GoesOn "$job" small/out "$code"
    umount small
    tries=$((tries + 1))
  done
done
Row "a full disk (tmpfs of ${1:-40} sizes a program), then room and the same command"
