#!/bin/sh
# usage: file_length.sh ROOT: no file that people write is longer than 400 lines, README.md no longer than 150.  The
# pages of docs/ are as long as their tables.

set -eu
cd "$1"
find CMakeLists.txt cmake examples libfuse4seg tests tools .ci -type f -size -1000k \
  \( -name '*.h' -o -name '*.cc' -o -name '*.cu' -o -name '*.cuh' -o -name '*.sh' -o -name '*.py' \
  -o -name '*.cmake' -o -name '*.txt' -o -name '*.md' -o -name run \) -exec awk '
FNR == 401 { print FILENAME ": longer than 400 lines"; broken = 1 }
END { exit broken }' {} +
[ "$(wc -l < README.md)" -le 150 ] || { echo "README.md: longer than 150 lines: docs/ has room"; exit 1; }
