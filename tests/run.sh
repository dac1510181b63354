#!/bin/bash
# Every test of the suite, from a bare Debian 12: installs what is missing (root or sudo),
# builds in build/, runs ctest.  Arguments go to ctest:
#
#   tests/run.sh                 all
#   tests/run.sh -R unit.metric  those whose names match

set -euo pipefail
# shellcheck source-path=SCRIPTDIR source=../cmake/setup.sh
. "$(dirname "${BASH_SOURCE[0]}")/../cmake/setup.sh"

SetUp --tests
Build all
code=0
ctest --test-dir "$root/build" --output-on-failure --no-tests=error --parallel "$(nproc)" "$@" || code=$?
# ctest names what it skipped, and not why.
awk '/^[0-9]+\/[0-9]+ Test: / { name = $3 } /^skipped: / && !told[name]++ { print name ": " $0 }' \
  "$root/build/Testing/Temporary/LastTest.log"
exit $code
