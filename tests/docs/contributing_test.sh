#!/bin/bash
# CONTRIBUTING.md shows a method of one's own: it must be the one that is tested.
#
#   tests/docs/contributing_test.sh ROOT
set -eu
cd "$1"
# shellcheck disable=SC2016  # backquotes, for awk
diff tests/unit/train/apart_method.json <(awk '/^```$/ && shown { exit } shown; /^```json$/ { shown = 1 }' CONTRIBUTING.md) ||
  { echo "CONTRIBUTING.md's example is not tests/unit/train/apart_method.json"; exit 1; }
