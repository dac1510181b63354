#!/bin/bash
# Builds packages twice, in two folders of two checkouts and in two time zones, and compares their bytes.
#
#   packaging/reproducible.sh deb|wheel|both [FOLDER]    FOLDER: for all of it, made and left; default: one that is removed
#
# The first takes compiled code from ccache where that has it; the second compiles all of it, with a cache of its own that
# begins empty.

set -euo pipefail
case ${1:-} in
deb | wheel) kinds=("$1") ;;
both) kinds=(deb wheel) ;;
-h | --help | "") sed -n '2,/^$/s/^# \{0,1\}//p' "$0"; exit ;;
*) echo "reproducible.sh: $1: wanted deb, wheel or both" >&2; exit 2 ;;
esac
root=$(cd "$(dirname "$0")/.." && pwd)
if [ -n "${2:-}" ]; then
  folder=$(realpath -m "$2")
  mkdir "$folder"
else
  folder=$(mktemp -d)
  trap 'rm -rf "$folder"' EXIT
fi
# Build FOLDER [VARIABLE=VALUE...]: what is made goes to FOLDER-packages.
Build() {
  local clone=$folder/$1
  shift
  git clone -q --no-hardlinks "$root" "$clone"
  for kind in "${kinds[@]}"; do (cd "$clone" && env "$@" "packaging/$kind.sh" "$clone-packages"); done
}
Build first TZ=UTC
Build a-second-of-another-length TZ=Asia/Tokyo CCACHE_DIR="$folder/cache"
diff -r "$folder/first-packages" "$folder/a-second-of-another-length-packages"
echo "the same bytes:"
(cd "$folder/first-packages" && sha256sum -- *)
