#!/bin/bash
# Builds the Debian packages, for the Debian that it runs on.
#
#   packaging/deb.sh [OUT [BUILD]]    OUT: where they go, default: packages; BUILD: default build-package
#
# fuse4seg_*.deb, fuse4seg-torch_*.deb, and, where CUDA's compiler is, fuse4seg-cuda_*.deb.  The same sources give
# the same bytes: times come from SOURCE_DATE_EPOCH, or from the last commit.

set -euo pipefail
case ${1:-} in
-h | --help) sed -n '2,/^$/s/^# \{0,1\}//p' "$0"; exit ;;
-*) echo "deb.sh: $1 is no option: wanted the name of a folder" >&2; exit 2 ;;
esac
root=$(cd "$(dirname "$0")/.." && pwd)
out=$(realpath -m "${1:-packages}")
build=$(realpath -m "${2:-$root/build-package}")
for program in cmake ninja dpkg-shlibdeps dpkg-deb xz; do
  command -v "$program" >/dev/null || { echo "deb.sh: no $program here: apt-get install dpkg-dev xz-utils, and cmake/setup.sh" >&2; exit 69; }
done
export SOURCE_DATE_EPOCH=${SOURCE_DATE_EPOCH:-$(git -C "$root" log -1 --format=%ct 2>/dev/null || stat -c %Y "$root/CHANGELOG.md")}
umask 022

cmake -S "$root" -B "$build" -G Ninja -DCMAKE_BUILD_TYPE=Release -DF4S_RELOCATABLE=ON -DF4S_BUNDLE_TORCH=ON \
  -DF4S_BUILD_TESTS=OFF -DCMAKE_SKIP_INSTALL_ALL_DEPENDENCY=ON >&2
cmake --build "$build" --target libfuse4seg/all tools/all >&2
rm -rf "$build/_CPack_Packages" "$build"/fuse4seg*.deb
(cd "$build" && cpack -G DEB >&2)

# CPack keeps times of its own in the archives: closed again by dpkg-deb, which takes them from SOURCE_DATE_EPOCH.
mkdir -p "$out"
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
for package in "$build"/fuse4seg*.deb; do
  rm -rf "$scratch/tree"
  dpkg-deb -R "$package" "$scratch/tree"
  # CPack knows one summary for all, and calls ldconfig for libraries that the suite alone opens.
  name=$(dpkg-deb -f "$package" Package)
  dpkg-deb -f "$package" | awk '/^[^ ]/ { skip = /^Description:/ } NF && !skip' >"$scratch/control"
  cat "$scratch/control" "$root/packaging/debian/$name.description" >"$scratch/tree/DEBIAN/control"
  rm -f "$scratch/tree/DEBIAN/postinst" "$scratch/tree/DEBIAN/postrm"
  dpkg-deb --root-owner-group -Zxz -b "$scratch/tree" "$out/$(basename "$package")" >&2
  rm "$package"
done
(cd "$out" && sha256sum fuse4seg*.deb)
