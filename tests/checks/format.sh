#!/bin/sh
# usage: format.sh CLANG_FORMAT ROOT: all C++ is as .clang-format says.
# To make it so: add -i in place of --dry-run -Werror.

set -eu
cd "$2"
find examples libfuse4seg tests tools -type f \( -name '*.h' -o -name '*.cc' -o -name '*.cu' -o -name '*.cuh' \) \
  -exec "$1" --dry-run -Werror {} +
