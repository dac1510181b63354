#!/bin/bash
# Runs an image of build.sh as it is meant to be run: a user without rights, no network, a root that cannot be written to,
# no terminal; the README's first pipe, models by the suite's own engine, and a training where it has LibTorch.
#
#   packaging/container/test.sh [NAME] [PODMAN-OPTION...]    NAME: default fuse4seg; options of podman itself: --runtime runc

set -euo pipefail
case ${1:-} in
-h | --help) sed -n '2,/^$/s/^# \{0,1\}//p' "$0"; exit ;;
esac
name=${1:-fuse4seg}
shift || true
podman=(podman "$@")
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
chmod 777 "$work"
# Nothing can be written but /work, /tmp least of all.
In() {
  "${podman[@]}" run --rm --network none --read-only --read-only-tmpfs=false --user 1000 -e HOME=/root \
    --ulimit nofile=1024:"$(ulimit -Hn)" --ulimit nproc=4096:4096 -v "$work:/work" "$name" sh -euc "$1" </dev/null
}

[ "$(In 'id -u; touch /x 2>/dev/null || touch /tmp/x 2>/dev/null || touch ~/x 2>/dev/null || echo nothing' | xargs)" = '1000 nothing' ] ||
  { echo "test.sh: the container can write where it should not" >&2; exit 1; }
In 'f4s-phantom -o brats --cases 3 --size 64,72,40 --format none
  f4s-prep brats -o data | f4s-fuse - -o fused --method laplacian --modalities t1ce,flair | f4s-metrics - --format table
  f4s doctor
  f4s-segment brats -o glioma-labels --model glioma --volumes >segment.ndjson
  tail -n 1 segment.ndjson | grep -q "\"engine\":\"plan\""
  f4s-metrics - <segment.ndjson | f4s-report - -o report.html >/dev/null
  ls report.html'
if In 'f4s doctor networks training >/dev/null 2>&1'; then
  In 'f4s-segment brats -o tumours --model glioma --format none
    f4s-train data -o run --profile tiny --epochs 1 --steps-per-epoch 2 --batch-size 2 --crop 32 --format none
    ls tumours/labels run'
fi
echo "$name: runs"
