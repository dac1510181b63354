#!/usr/bin/env bash
# usage: mandoc_test.sh ROOT: mandoc has nothing to say against the man pages.
set -eu
command -v mandoc >/dev/null || { echo "skipped: no mandoc here"; exit 77; }
mandoc -T lint -W warning "$1"/man/f4s.7 "$1"/man/f4s*.1
