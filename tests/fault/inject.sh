#!/bin/bash
# Calls of the system that fail: the nth read, write, fsync, syncfs, close, rename or malloc of a job.  An error with the
# right exit code, nothing torn under its own name, and the same command again ends in the undisturbed bytes.
#
#   tests/fault/inject.sh [TRIES]    default: 600, over all calls and jobs in turn

# shellcheck source-path=SCRIPTDIR source=common.sh
. "$(dirname "${BASH_SOURCE[0]}")/common.sh"
count=${1:-600}

${CXX:-g++} -std=c++20 -O2 -shared -fPIC -o inject.so "$root/tests/fault/inject.cc" -ldl
# What fails, its error number, the most calls that a job makes of it, and how the job may end; 0: its work was over
# before the nth call.  A failed malloc of a library that says it another way is 70 at most, never a signal.
plans=('write 28 60 74|0' 'write 5 60 74|0' 'fsync 5 20 74|0' 'syncfs 28 6 74|0' 'close 28 60 74|0' 'close 122 60 74|0'
  'rename 5 60 74|0' 'read 5 60 74|69|0' 'write 0 0 0' 'read 0 0 0' 'malloc 12 4000 71|69|0')

for ((; tries < count; ++tries)); do
  job=${jobs[tries % ${#jobs[@]}]}
  read -r call errno most codes <<<"${plans[tries / ${#jobs[@]} % ${#plans[@]}]}"
  Reference "$job"
  rm -rf disturbed
  mkdir disturbed
  Command "$job" disturbed/out
  nth=$((1 + RANDOM % (most + 1)))
  code=0
  # The words before the job's are for it alone; of files, those that it writes are meant, or all that it reads here.
  where=$work/disturbed
  [ "$call" != read ] || where=$work
  env LD_PRELOAD="$work/inject.so" F4S_FAULT_CALL="$call" F4S_FAULT_ERRNO="$errno" F4S_FAULT_NTH="$nth" \
    F4S_FAULT_PATH="$where" timeout -s KILL 60 "${command[@]}" >/dev/null 2>disturbed.err </dev/null || code=$?
  failed=$failures
  Judge "$job" "$code" "$codes"
  OnlyWhole "$job" disturbed/out
  GoesOn "$job" disturbed/out "$code"
  [ "$failed" = "$failures" ] || echo "  by $call (error $errno) at call $nth, which ended in $code" >&2
done
Row "a call of the system fails (read, write, fsync, syncfs, close, rename, malloc; cut short and interrupted too)"
