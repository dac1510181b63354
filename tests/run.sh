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
exec ctest --test-dir "$root/build" --output-on-failure --no-tests=error --parallel "$(nproc)" "$@"
