#!/bin/bash
# Gathers what tests/gpu/run.sh needs on a machine that has no packages and no network: headers and small libraries of
# this one, and slices of phantoms.  Some 30 MB.
#
#   tests/gpu/pack.sh [BUILD [FOLDER]]     default: build, build-gpu/pack
#
# BUILD has f4s-phantom and f4s-prep.  FOLDER travels with the source tree to the other machine.

set -euo pipefail
cd "$(dirname "$0")/../.."
build=$(realpath "${1:-build}") pack=${2:-build-gpu/pack}
rm -rf "$pack"
mkdir -p "$pack/usr/include" "$pack/usr/lib/x86_64-linux-gnu/cmake" "$pack/usr/share/cmake"
pack=$(realpath "$pack")

libraries=/usr/lib/x86_64-linux-gnu
for header in CLI gtest gmock nlohmann libpng16 png.h pngconf.h pnglibconf.h zlib.h zconf.h jpeglib.h jmorecfg.h \
  jerror.h libdeflate.h openssl gloo; do
  cp -rL "/usr/include/$header" "$pack/usr/include/"
done
cp -L /usr/include/x86_64-linux-gnu/jconfig.h "$pack/usr/include/"
cp -rL /usr/include/x86_64-linux-gnu/openssl/. "$pack/usr/include/openssl/"
# Of Eigen what matrices of a few rows want; it includes the rest of its own folder by name.
mkdir -p "$pack/usr/include/eigen3"
cp -r /usr/include/eigen3/Eigen "$pack/usr/include/eigen3/"
mkdir -p "$pack/usr/share/eigen3"
cp -r /usr/share/eigen3/cmake "$pack/usr/share/eigen3/"
cp -r /usr/share/cmake/CLI11 /usr/share/cmake/nlohmann_json "$pack/usr/share/cmake/"
cp -r $libraries/cmake/GTest "$pack/usr/lib/x86_64-linux-gnu/cmake/"
cp $libraries/libgtest*.a $libraries/libgmock*.a "$pack/usr/lib/x86_64-linux-gnu/"
for library in png16 z deflate jpeg crypto; do
  cp -L "$libraries/lib$library.so" "$pack/usr/lib/x86_64-linux-gnu/"
  name=$(objdump -p "$libraries/lib$library.so" | sed -n 's/ *SONAME *//p')
  [ "$name" = "lib$library.so" ] || cp -L "$libraries/lib$library.so" "$pack/usr/lib/x86_64-linux-gnu/$name"
done

# Slices of two hundred pixels a side, four modalities: to train on, and to fuse.
PATH=$build/bin:$PATH
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
f4s-phantom -o "$scratch/studies" --cases 6 --size 176,208,40 --seed 3 --format none
f4s-prep "$scratch/studies" -o "$pack/slices" --split 0.5,0.17,0.33 --format none
du -sh "$pack" | sed 's/^/packed: /'
