#!/bin/sh
# usage: scripts.sh SHELLCHECK ROOT: the shell scripts pass shellcheck.

set -eu
cd "$2"
# Command-line tests are bodies without a first line: run_test.sh runs them in bash, with its variables set.
find tests/cli -mindepth 2 -type f -name '*.sh' -exec "$1" -x -s bash -S warning -e SC2034,SC2154,SC2046 {} +
find .ci/run cmake examples packaging tests -type f -not -path 'tests/cli/*/*' \( -name '*.sh' -o -name run \) -exec "$1" -x {} +
