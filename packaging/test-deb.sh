#!/bin/bash
# Tries the Debian packages where nothing is: a bare root by debootstrap, `apt install ./...`, the README's first pipe and
# the models of the suite without LibTorch, all with no room in /tmp, then training with it; `apt purge`.  Root; some 2 GB in
# TMPDIR.
#
#   packaging/test-deb.sh PACKAGES [BASE]    PACKAGES: the folder that deb.sh filled
#                                            BASE: a folder that debootstrap made; else one is made and removed

set -euo pipefail
case ${1:-} in
-h | --help | "") sed -n '2,/^$/s/^# \{0,1\}//p' "$0"; exit ;;
esac
packages=$(realpath "$1")
[ "$(id -u)" = 0 ] || { echo "test-deb.sh: wants root, for chroot" >&2; exit 69; }
command -v debootstrap >/dev/null || { echo "test-deb.sh: no debootstrap here" >&2; exit 69; }
ls "$packages"/fuse4seg_*.deb >/dev/null || { echo "test-deb.sh: $packages holds no fuse4seg_*.deb" >&2; exit 66; }

scratch=$(mktemp -d)
Clean() {
  umount -R -l "$scratch/root/dev" 2>/dev/null || true
  umount "$scratch/root/tmp" 2>/dev/null || true
  umount "$scratch/root/proc" 2>/dev/null || true
  rm -rf --one-file-system "$scratch"
}
trap Clean EXIT
# shellcheck disable=SC2016  # apt's and dpkg's own fields
site=$(apt-get indextargets --format '$(SITE)' 'Created-By: Packages' 'Component: main' | head -n 1)
if [ -n "${2:-}" ]; then
  cp -a "$2" "$scratch/root"
else
  debootstrap --variant=minbase bookworm "$scratch/root" "$site" >&2
fi
cp -L /etc/resolv.conf "$scratch/root/etc/resolv.conf"
mount -t proc proc "$scratch/root/proc"
mount --rbind --make-rslave /dev "$scratch/root/dev"
mkdir "$scratch/root/packages"
cp "$packages"/fuse4seg*.deb "$scratch/root/packages"
In() { chroot "$scratch/root" /usr/bin/env -i PATH=/usr/bin:/usr/sbin HOME=/nonexistent DEBIAN_FRONTEND=noninteractive "$@"; }
Files() { (cd "$scratch/root" && find . -xdev \( -path ./proc -o -path ./dev -o -path ./tmp -o -path ./var -o -path ./packages \) -prune -o -print | sort); }
Megabytes() { du -sxm "$scratch/root" | cut -f 1; }

In apt-get -q -y update >&2
before=$(Megabytes)
Files >"$scratch/before"
# shellcheck disable=SC2016
In dpkg-query -W -f '${Package}\n' | sort >"$scratch/packages.before"
began=$(date +%s)
In sh -c 'apt-get -q -y --no-install-recommends install /packages/fuse4seg_*.deb' >&2
echo "fuse4seg: $(($(Megabytes) - before)) MB with all that it needs, $(($(date +%s) - began)) s"

# AsSomeone COMMANDS: as a user who may write to one folder alone, with no room in /tmp.
In useradd --no-create-home someone
In install -d -o someone /work
AsSomeone() {
  mount -t tmpfs -o size=4k f4s-full "$scratch/root/tmp"
  echo full >"$scratch/root/tmp/full"
  In setpriv --reuid=someone --clear-groups sh -euc "cd /work; $1"
  umount "$scratch/root/tmp"
}
began=$(date +%s)
AsSomeone '
  f4s-phantom -o brats --cases 3 --size 64,72,40 --format none
  f4s-prep brats -o data | f4s-fuse - -o fused --method laplacian --modalities t1ce,flair | f4s-metrics - --format table
  f4s models
  f4s doctor'
echo "the first pipe: $(($(date +%s) - began)) s"

# Models, by the suite's own engine.
began=$(date +%s)
# shellcheck disable=SC2016  # the inner shell's variables
AsSomeone '
  f4s-fuse brats -o glioma-fused --model glioma >fuse.ndjson
  f4s-segment brats -o glioma-labels --model glioma --volumes >segment.ndjson
  slice=$(ls data/images/t1 | head -n 1)
  f4s-fuse mri=data/images/t1/$slice ct=data/images/t2/$slice -o harvard-fused --model harvard >pair.ndjson
  for run in fuse segment pair; do tail -n 1 $run.ndjson | grep -q "\"engine\":\"plan\""; done
  f4s-metrics - <segment.ndjson | f4s-report - -o report.html | f4s-metrics - --format table
  ! f4s doctor networks >/dev/null
  /usr/share/doc/fuse4seg/examples/quickstart.sh first-result'
echo "models, without LibTorch: $(($(date +%s) - began)) s"

if ls "$packages"/fuse4seg-torch_*.deb >/dev/null 2>&1; then
  before=$(Megabytes)
  In sh -c 'apt-get -q -y --no-install-recommends install /packages/fuse4seg-torch_*.deb' >&2
  echo "fuse4seg-torch: $(($(Megabytes) - before)) MB"
  AsSomeone '
    f4s doctor networks training
    f4s-segment brats -o tumours --model glioma --format none
    f4s-train data -o run --profile tiny --epochs 1 --steps-per-epoch 2 --batch-size 2 --crop 32 --format none
    ls tumours/labels run/model.safetensors'
fi

if ls "$packages"/fuse4seg-cuda_*.deb >/dev/null 2>&1; then
  before=$(Megabytes)
  In sh -c 'apt-get -q -y --no-install-recommends install /packages/fuse4seg-cuda_*.deb' >&2
  echo "fuse4seg-cuda: $(($(Megabytes) - before)) MB"
  AsSomeone '
    f4s-fuse data -o by-average --method average --format none
    f4s doctor cuda || echo "no GPU here: not tried with one"'
fi
In userdel someone
rm -rf "$scratch/root/work"
In apt-get -q -y purge 'fuse4seg*' >&2
In apt-get -q -y autoremove --purge >&2
Files >"$scratch/after"
left=$(comm -13 "$scratch/before" "$scratch/after" | grep -v '^./etc/\(passwd-\|group-\|shadow-\|gshadow-\|subuid-\|subgid-\|ld.so.cache\)' || true)
# shellcheck disable=SC2016
left_packages=$(In dpkg-query -W -f '${Package}\n' | sort | comm -13 "$scratch/packages.before" -)
[ -z "$left$left_packages" ] || { printf 'purge leaves:\n%s\n%s\n' "$left" "$left_packages"; exit 1; }
echo "purge leaves nothing"
