#!/bin/sh
# usage: files_test.sh FOLDER: files.sh finds calls that throw, and nothing else.

set -eu
check=$(cd "$(dirname "$0")" && pwd)/files.sh
rm -rf "$1"
mkdir -p "$1/libfuse4seg/base" "$1/tools"
cd "$1"
printf '%s\n' 'bool Exists(const fs::path& p) { return fs::exists(p); }' >libfuse4seg/base/files.cc
printf '%s\n' 'std::error_code failed;' 'fs::remove_all(path, failed);' 'fs::path p; Exists(p);' \
  'void* m =' '    ::mmap(nullptr, 1, PROT_READ,' '           MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);' >tools/a.cc
"$check" . || { echo "calls that do not throw were refused"; exit 1; }
printf '%s\n' 'if (fs::exists(a)) return;' 'for (auto& e : std::filesystem::directory_iterator(a, failed)) {}' \
  'return std::filesystem::absolute(a);' 'p = ::mmap(nullptr, n, PROT_READ, MAP_PRIVATE, fd, 0);' \
  'p = mmap64(nullptr, n, PROT_READ,' '           MAP_PRIVATE, fd, 0);' >libfuse4seg/base/b.cc
found=$("$check" . | wc -l)
[ "$found" -eq 5 ] || { echo "wanted 5 calls, got $found"; "$check" .; exit 1; }
