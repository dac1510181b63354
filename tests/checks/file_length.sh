#!/bin/sh
# usage: file_length.sh ROOT: no file that people write is longer than 400 lines.

set -eu
cd "$1"
find CMakeLists.txt cmake examples libfuse4seg tests tools .ci -type f -size -1000k \
  \( -name '*.h' -o -name '*.cc' -o -name '*.cu' -o -name '*.cuh' -o -name '*.sh' -o -name '*.py' \
  -o -name '*.cmake' -o -name '*.txt' -o -name '*.md' -o -name run \) -exec awk '
FNR == 401 { print FILENAME ": longer than 400 lines"; broken = 1 }
END { exit broken }' {} +
