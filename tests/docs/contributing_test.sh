#!/bin/bash
# CONTRIBUTING.md shows a method of one's own: it must be the one that is compiled and tested.
#
#   tests/docs/contributing_test.sh ROOT
set -eu
cd "$1"
# shellcheck disable=SC2016  # backquotes, for awk
diff <(tail -n +3 tests/unit/train/apart_method_test.cc) <(awk '/^```$/ && shown { exit } shown; /^```cpp$/ { shown = 1 }' CONTRIBUTING.md) ||
  { echo "CONTRIBUTING.md's example is not tests/unit/train/apart_method_test.cc"; exit 1; }
