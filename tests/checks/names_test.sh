#!/bin/sh
# usage: names_test.sh CTAGS FOLDER: names.sh finds what stands twice, and nothing else.

set -eu
check=$(cd "$(dirname "$0")" && pwd)/names.sh
ctags=$1
rm -rf "$2"
mkdir -p "$2/libfuse4seg/base" "$2/libfuse4seg/image"
cd "$2"
Put() { printf '%s\n' "$2" >>"libfuse4seg/$1"; }

Put base/a.h 'namespace f4s { struct Plane { struct Row {}; }; class Later; enum class Axis { kX }; }'
Put base/a.cc 'namespace f4s { namespace { struct Private {}; } }'
Put image/b.h 'namespace f4s { class Later {}; class Volume { struct Row {}; }; using Slice = int; }'
Put image/b.cc 'namespace f4s { namespace { struct Private {}; } }'
"$check" "$ctags" . || { echo "a tree without twins was refused"; exit 1; }

Put image/c.h 'namespace f4s::brain { enum Plane { kAxial }; template <class T> class Axis {}; using Slice = char; }'
Put image/a.cc ''
found=$("$check" "$ctags" . | wc -l)
[ "$found" -eq 4 ] || { echo "wanted 4 names, got $found"; "$check" "$ctags" .; exit 1; }
