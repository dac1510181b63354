#!/bin/sh
# usage: anonymous_names_test.sh CTAGS FOLDER: anonymous_names.sh finds what two files of a module have in common, and
# nothing else.

set -eu
check=$(cd "$(dirname "$0")" && pwd)/anonymous_names.sh
ctags=$1
rm -rf "$2"
mkdir -p "$2/libfuse4seg/base/own" "$2/libfuse4seg/image/files"
cd "$2"
Put() { printf '%s\n' "$2" >>"libfuse4seg/$1"; }

Put CMakeLists.txt 'f4s_module(base LINK Threads::Threads)'
Put CMakeLists.txt '  f4s_module(image ROOMS files DEPENDS base)'
Put base/a.cc 'namespace f4s { namespace { struct Part { int size; }; int Sum() { int here; return here; } } }'
Put base/b.cc 'namespace f4s { namespace { struct Whole { int size; }; int Of() { int here; return here; } } int Both() { return 1; } }'
Put base/own/c.cc 'namespace f4s { namespace { int Sum() { return 2; } } }'
Put image/d.cc 'namespace f4s { namespace { int Sum() { return 3; } } }'
"$check" "$ctags" . || { echo "a tree without twins was refused"; exit 1; }

Put image/files/e.cc 'namespace f4s { namespace { constexpr int Sum = 4; } }'
Put base/e.cc 'namespace f4s::brain { namespace { using Part = int; } } namespace f4s { namespace { enum class Whole { kOne }; } }'
Put image/d.cc 'constexpr size_t kMost = size_t{1} << 20;'
Put image/files/f.cc 'constexpr size_t kMost = size_t{1} << 10;'
Put base/f.cc 'namespace f4s { namespace { int Both() { return 2; } } }'
found=$("$check" "$ctags" . | wc -l)
[ "$found" -eq 5 ] || { echo "wanted 5 names, got $found"; "$check" "$ctags" .; exit 1; }
