#!/bin/bash
# Tries the wheel where nothing is: a fresh virtual environment, `pip install`, the README's first pipe, the models of the
# suite without LibTorch, the module, no room in /tmp, and what pip and the programs say where something is missing or of
# another version.
#
#   packaging/test-wheel.sh WHEEL [TORCH]    WHEEL: of wheel.sh; TORCH: a folder with torch/ and nvidia/ as pip unpacks
#                                            them (cmake/setup.sh makes one): then networks and training are tried, too

set -euo pipefail
case ${1:-} in
-h | --help | "") sed -n '2,/^$/s/^# \{0,1\}//p' "$0"; exit ;;
esac
wheel=$(realpath "$1") torch=${2:+$(realpath "$2")}
scratch=$(mktemp -d -p "${TMPDIR:-/var/tmp}")  # a part of this fills /tmp
trap 'rm -rf "$scratch"' EXIT
export PIP_DISABLE_PIP_VERSION_CHECK=1 PIP_NO_INDEX=1
Fail() { echo "test-wheel.sh: $*" >&2; exit 1; }

echo "$(basename "$wheel"): $(($(stat -c %s "$wheel") / 1000000)) MB"
python3 -m venv "$scratch/venv"
began=$(date +%s)
"$scratch/venv/bin/pip" -q install "$wheel"
site=$("$scratch/venv/bin/python" -c 'import sysconfig; print(sysconfig.get_path("purelib"))')
echo "installed in $(($(date +%s) - began)) s: $(du -scm "$site"/fuse4seg* | tail -n 1 | cut -f 1) MB"

# Nothing of this machine but the virtual environment and the system's own programs is on PATH.
cd "$scratch"
export PATH=$scratch/venv/bin:/usr/bin:/bin
began=$(date +%s)
f4s-phantom -o brats --cases 3 --size 64,72,40 --format none
f4s-prep brats -o data | f4s-fuse - -o fused --method laplacian --modalities t1ce,flair | f4s-metrics - --format table
echo "the first pipe: $(($(date +%s) - began)) s"
f4s doctor || true
for command in "$scratch"/venv/bin/f4s*; do "$command" --version >/dev/null || Fail "$command does not start"; done
python - <<'PYTHON'
import fuse4seg
run = fuse4seg.metrics(fuse4seg.fuse("data", output="again", method="average"))
assert sum("metrics" in case for case in run) > 0
print("from Python: mean VIF", run.record["summary"]["fusion"]["VIF"]["mean"])
PYTHON

# Models, by the suite's own engine; pages with no room in /tmp (root, or name spaces of a user's own).
began=$(date +%s)
f4s-fuse brats -o glioma-fused --model glioma >fuse.ndjson
f4s-segment brats -o glioma-labels --model glioma --volumes >segment.ndjson
slice=$(find data/images/t1 -type f -printf '%f\n' | sort | head -n 1)
f4s-fuse mri="data/images/t1/$slice" ct="data/images/t2/$slice" -o harvard-fused --model harvard >pair.ndjson
for run in fuse segment pair; do
  tail -n 1 $run.ndjson | grep -q '"engine":"plan"' || Fail "$run is not by the engine"
done
echo "models, without LibTorch: $(($(date +%s) - began)) s"
if unshare -rm true 2>/dev/null; then
  unshare -rm sh -euc 'mount -t tmpfs -o size=4k f4s-full /tmp; echo full >/tmp/full
    f4s-metrics - <segment.ndjson | f4s-report - -o report.html >/dev/null' || Fail "no page where /tmp is full"
  [ -s report.html ] || Fail "no page where /tmp is full"
fi

# Without LibTorch, and with another one than the build's.
f4s-train data -o run 2>said && Fail "f4s-train runs without LibTorch"
grep -q "fuse4seg\[train\]\|LibTorch" said || Fail "f4s-train does not say that LibTorch is missing: $(cat said)"
mkdir -p "$site/torch/lib"
touch "$site/torch/lib/libtorch_cpu.so"
echo "__version__ = '2.4.1+cpu'" >"$site/torch/version.py"
f4s-train data -o run 2>said && Fail "f4s-train runs with LibTorch 2.4.1"
grep -q "LibTorch 2.4.1+cpu" said || Fail "f4s-train does not name the LibTorch that it refuses: $(cat said)"
cat said
rm -r "$site/torch"

# An older glibc: pip's own refusal.
! pip install -q --no-deps --only-binary :all: --platform manylinux_2_31_x86_64 --target "$scratch/old" "$wheel" 2>said ||
  Fail "pip installs it for an older glibc"
grep "not a supported wheel" said || Fail "$(cat said)"

if [ -n "$torch" ]; then
  ln -s "$torch/torch" "$torch/nvidia" "$site"
  f4s doctor networks training
  f4s-segment brats -o tumours --model glioma --format none
  f4s-train data -o run --profile tiny --epochs 1 --steps-per-epoch 2 --batch-size 2 --crop 32 --format none
  [ -s run/model.safetensors ] || Fail "f4s-train made no model"
  echo "with LibTorch: networks and training run"
fi
