#!/bin/sh
# usage: scripts.sh SHELLCHECK ROOT: the shell scripts pass shellcheck.

set -eu
cd "$2"
find .ci/run cmake examples tests share -type f \( -name '*.sh' -o -name run \) -exec "$1" -x {} +
