#!/bin/bash
# Makes the containers of the Dockerfile beside this by buildah, from Debian packages that are there, on a root that
# debootstrap made: no image registry is asked.
#
#   packaging/container/build.sh PACKAGES BASE [NAME]    PACKAGES: the folder that deb.sh filled; BASE: debootstrap's
#                                                        NAME: of the image, default fuse4seg; with LibTorch NAME-full,
#                                                        where PACKAGES has fuse4seg-torch
#
# BUILDAH_RUNTIME=runc where crun cannot start (cgroups of both versions side by side).

set -euo pipefail
case ${1:-} in
-h | --help | "") sed -n '2,/^$/s/^# \{0,1\}//p' "$0"; exit ;;
esac
packages=$(realpath "$1") base=$(realpath "${2:?wanted the folder of a debootstrap base}") name=${3:-fuse4seg}
here=$(cd "$(dirname "$0")" && pwd)
command -v buildah >/dev/null || { echo "build.sh: no buildah here" >&2; exit 69; }
ls "$packages"/fuse4seg_*.deb >/dev/null || { echo "build.sh: $packages holds no fuse4seg_*.deb" >&2; exit 66; }

scratch=$(mktemp -d)
container=
Clean() {
  [ -z "$container" ] || buildah rm "$container" >/dev/null
  rm -rf "$scratch"
}
trap Clean EXIT
container=$(buildah from scratch)
buildah add -q "$container" "$base" / >/dev/null
buildah run "$container" -- sh -c 'rm -rf /var/lib/apt/lists/* /var/cache/* /var/log/*'
buildah commit -q "$container" "$name-base" >/dev/null

# What stage `build` of the Dockerfile would have made.
mkdir -p "$scratch/build/packages" "$scratch/nothing"
cp "$packages"/fuse4seg*.deb "$scratch/build/packages"
Image() {
  buildah build -q --network host --build-arg BASE="localhost/$name-base" --build-context build="$scratch/build" \
    -f "$here/Dockerfile" --target "$1" -t "$2" "$scratch/nothing" >/dev/null
  buildah images --format '{{.Name}} {{.Size}}' "$2"
}
Image tools "$name"
if ls "$packages"/fuse4seg-torch_*.deb >/dev/null 2>&1; then Image full "$name-full"; fi
