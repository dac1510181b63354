#!/usr/bin/env bash
# usage: generated_test.sh BIN_FOLDER ROOT: the man pages and completions are those of the programs.
set -u
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
"$2/tests/docs/regenerate.sh" "$1" "$scratch" || exit 1
[[ -n $(ls "$scratch/man") ]] || { echo "no programs in $1"; exit 1; }
diff -r --exclude=f4s.7 "$2/man" "$scratch/man" && diff -r "$2/completions" "$scratch/completions" && exit 0
echo "stale: run tests/docs/regenerate.sh $1"
exit 1
