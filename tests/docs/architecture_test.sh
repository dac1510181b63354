#!/bin/bash
# docs/architecture.md names every module and room of the library, and none that is not there.
#
#   tests/docs/architecture_test.sh ROOT
set -eu
cd "$1"
there=$(find libfuse4seg -mindepth 1 -maxdepth 2 -type d -printf '%f\n' | sort -u)
# shellcheck disable=SC2016  # backquotes of Markdown
named=$(grep -oE '`[a-z]+`' docs/architecture.md | tr -d '`' | sort -u)
# shellcheck disable=SC2016  # likewise
listed=$(sed -nE '/^\| module/,/^$/s/^\| (&emsp;)?(`[^|]*`) \|.*/\2/p' docs/architecture.md | tr -d '`,' | tr ' ' '\n' | sort -u)
diff <(comm -23 <(echo "$there") <(echo "$named")) /dev/null || { echo "docs/architecture.md does not name these folders"; exit 1; }
diff <(comm -13 <(echo "$there") <(echo "$listed")) /dev/null || { echo "docs/architecture.md names folders that are not there"; exit 1; }
