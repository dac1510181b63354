#!/bin/bash
# Builds packages twice, in two folders of two checkouts, and compares their bytes.
#
#   packaging/reproducible.sh deb|wheel [FOLDER]    FOLDER: for both, made and left; default: one that is removed
#
# Compiled code that ccache has is taken from there: CCACHE_DISABLE=1 compiles all of it twice.

set -euo pipefail
case ${1:-} in
deb | wheel) kind=$1 ;;
-h | --help | "") sed -n '2,/^$/s/^# \{0,1\}//p' "$0"; exit ;;
*) echo "reproducible.sh: $1: wanted deb or wheel" >&2; exit 2 ;;
esac
root=$(cd "$(dirname "$0")/.." && pwd)
if [ -n "${2:-}" ]; then
  folder=$(realpath -m "$2")
  mkdir "$folder"
else
  folder=$(mktemp -d)
  trap 'rm -rf "$folder"' EXIT
fi
for i in first a-second-of-another-length; do
  git clone -q --no-hardlinks "$root" "$folder/$i"
  (cd "$folder/$i" && TZ=$([ $i = first ] && echo UTC || echo Asia/Tokyo) "packaging/$kind.sh" "$folder/$i-packages")
done
diff -r "$folder/first-packages" "$folder/a-second-of-another-length-packages"
echo "the same bytes:"
(cd "$folder/first-packages" && sha256sum -- *)
