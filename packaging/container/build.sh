#!/bin/bash
# Makes the container from Debian packages that are there, by buildah, on a root that debootstrap made: no registry.
#
#   packaging/container/build.sh PACKAGES BASE [NAME]    PACKAGES: the folder that deb.sh filled; BASE: debootstrap's
#                                                        NAME: of the image, default fuse4seg

set -euo pipefail
case ${1:-} in
-h | --help | "") sed -n '2,/^$/s/^# \{0,1\}//p' "$0"; exit ;;
esac
packages=$(realpath "$1") base=$(realpath "${2:?wanted the folder of a debootstrap base}") name=${3:-fuse4seg}
command -v buildah >/dev/null || { echo "build.sh: no buildah here" >&2; exit 69; }

container=$(buildah from scratch)
trap 'buildah rm "$container" >/dev/null' EXIT
buildah add -q "$container" "$base" /
buildah add -q "$container" "$packages" /packages
In() { buildah run --network host "$container" -- sh -euc "$1"; }
In 'export DEBIAN_FRONTEND=noninteractive
  apt-get -q -y update
  apt-get -q -y --no-install-recommends install /packages/fuse4seg*.deb
  apt-get clean
  rm -rf /packages /var/lib/apt/lists/* /var/log/*
  useradd --uid 1000 --no-create-home --home-dir /work user
  install -d -o user /work'
buildah config --user 1000 --workingdir /work --env LC_ALL=C.UTF-8 --cmd f4s "$container"
buildah commit -q "$container" "$name"
