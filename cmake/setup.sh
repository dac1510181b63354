#!/bin/bash
# What the suite needs from outside, put there once, on a bare Debian 12: its packages from
# Debian, and LibTorch from PyPI.  Where everything is there already it only looks.
#
#   cmake/setup.sh            what building and running need
#   cmake/setup.sh --tests    and what the tests need
#   cmake/setup.sh --cuda     and what LibTorch needs on a machine with a GPU
#
# examples/quickstart.sh and tests/run.sh source it and call SetUp and Build.  Packages need
# root or sudo.  LibTorch goes out of the build tree, so that a clean build does not fetch its 500 MB
# again, and to where all who may run the programs may read it: root's to /opt/fuse4seg, another user's
# to ${XDG_CACHE_HOME:-~/.cache}/fuse4seg, where /opt has none.

set -euo pipefail
export LC_ALL=C.UTF-8

root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
requirements=$root/cmake/torch-requirements.txt
cuda_requirements=$root/cmake/torch-cuda-requirements.txt
build_packages=(g++ cmake ninja-build ccache mold libinsighttoolkit5-dev libgdcm-dev libdcmtk-dev libcli11-dev
  nlohmann-json3-dev libpng-dev libjpeg-dev zlib1g-dev libdeflate-dev libssl-dev libeigen3-dev libopencv-core-dev
  libopencv-imgproc-dev libgloo-dev libgtest-dev)
test_packages=(jq make procps strace util-linux universal-ctags mandoc bash-completion zsh fish clang-format shellcheck
  python3 python3-html5lib chromium fonts-liberation dicom3tools dcmtk gpg gpg-agent
  slurm-wlm munge iproute2)

Say() { echo "setup: $*" >&2; }
Die() { Say "$*"; exit 69; }

# A user's own copy.  HOME may be unset in a container.
CachedTorch() {
  local home=${HOME:-$(getent passwd "$(id -u)" | cut -d: -f6)}
  echo "${XDG_CACHE_HOME:-$home/.cache}/fuse4seg/torch"
}

# The folder that holds torch/ and nvidia/: as cmake/Torch.cmake looks for it.
TorchRoot() {
  local shared=/opt/fuse4seg/torch
  if TorchIsThere $shared || { [ "$(id -u)" = 0 ] && [ -w /opt ]; }; then echo $shared; else CachedTorch; fi
}

# Prints those of its arguments that are not installed.
MissingPackages() {
  comm -23 <(printf '%s\n' "$@" | sort) \
    <(dpkg-query -W -f '${Package} ${db:Status-Status}\n' "$@" 2>/dev/null | sed -n 's/ installed$//p' | sort)
}

AsRoot() {
  if [ "$(id -u)" = 0 ]; then "$@"; else sudo "$@"; fi
}

Apt() {
  AsRoot env DEBIAN_FRONTEND=noninteractive apt-get -q -y -o Acquire::Retries=3 \
    -o DPkg::Lock::Timeout=600 "$@" </dev/null >&2
}

InstallPackages() {
  local missing try
  mapfile -t missing < <(MissingPackages "$@")
  [ ${#missing[@]} -gt 0 ] || return 0
  command -v apt-get >/dev/null || Die "no apt-get here; install what Debian calls: ${missing[*]}"
  [ "$(id -u)" = 0 ] || command -v sudo >/dev/null ||
    Die "neither root nor sudo; as root: apt-get install --no-install-recommends ${missing[*]}"
  Say "installing ${missing[*]}"
  for try in 1 2 3; do
    Apt update && Apt install --no-install-recommends "${missing[@]}" && return 0
    [ "$try" = 3 ] || { Say "apt-get failed, trying again"; sleep $((10 * try)); }
    AsRoot dpkg --configure -a >&2 || true  # an installation that was killed half-way
  done
  Die "apt-get failed three times; as root: apt-get install --no-install-recommends ${missing[*]}"
}

# The copy of the requirements in the folder is its mark of completeness: the folder gets
# its name only when all is in it, and other requirements make it stale.
TorchIsThere() { cmp -s "$requirements" "${1:-$(TorchRoot)}/requirements.txt"; }

# UnpackWheels FOLDER REQUIREMENTS: to FOLDER/torch, the wheels for one Python version, whichever runs pip here:
# only their C++ is used.
UnpackWheels() {
  local platform platforms=()
  for platform in manylinux_2_28 manylinux_2_27 manylinux_2_25 manylinux_2_18 manylinux2014; do
    platforms+=(--platform "${platform}_x86_64")
  done
  TMPDIR=$1 python3 -m pip install --quiet --target "$1/torch" --no-deps --no-compile --no-cache-dir \
    --root-user-action ignore --only-binary=:all: --python-version 311 --implementation cp --abi cp311 --abi none \
    "${platforms[@]}" --require-hashes -r "$2" >&2
}

# The same up to three times, since networks fail.
UnpackWheelsForSure() {
  local try
  for try in 1 2 3; do
    UnpackWheels "$1" "$2" && return 0
    [ "$try" != 3 ] || { rm -rf "$1"; Die "cannot fetch what $2 lists"; }
    Say "pip failed, trying again"; rm -rf "${1:?}"/*; sleep $((10 * try))
  done
}

FetchTorch() {
  local torch partial
  torch=$(TorchRoot)
  mkdir -p "$(dirname "$torch")"
  exec 9>"$torch.lock"
  flock 9  # two set-ups at once fetch it once
  ! TorchIsThere || return 0
  rm -rf "$torch".partial.*
  partial=$(mktemp -d "$torch.partial.XXXXXX")
  if TorchIsThere "$(CachedTorch)"; then
    Say "taking LibTorch from $(CachedTorch) to $torch"
    cp -a "$(CachedTorch)" "$partial/torch"
  else
    Say "fetching LibTorch (500 MB) to $torch"
    UnpackWheelsForSure "$partial" "$requirements"
  fi
  cp "$requirements" "$partial/torch/requirements.txt"
  chmod -R a+rX "$partial"  # mktemp's folder and a strict umask are the owner's alone
  sync -f "$partial"
  rm -rf "$torch"
  mv "$partial/torch" "$torch"
  rm -rf "$partial"
}

# What libtorch_cuda.so loads, into the folder where its own path finds it.  The copy of the list marks that all is
# there.
FetchCuda() {
  local torch partial
  torch=$(TorchRoot)
  exec 9>"$torch.lock"
  flock 9
  ! cmp -s "$cuda_requirements" "$torch/cuda-requirements.txt" || return 0
  [ -w "$torch" ] || Die "$torch is not yours: as its owner, cmake/setup.sh --cuda"
  rm -rf "$torch".partial.*
  partial=$(mktemp -d "$torch.partial.XXXXXX")
  Say "fetching what LibTorch needs of CUDA (2.5 GB) to $torch/nvidia"
  UnpackWheelsForSure "$partial" "$cuda_requirements"
  chmod -R a+rX "$partial"
  cp -a "$partial/torch/nvidia/." "$torch/nvidia/"
  rm -rf "$partial"
  cp "$cuda_requirements" "$torch/cuda-requirements.txt"
}

# Python packages of the tests' own, beside LibTorch.  Without them the tests that want them are skipped.
FetchTestTools() {
  local tools wanted=$root/tests/requirements.txt partial
  tools=$(dirname "$(TorchRoot)")/test-tools
  ! cmp -s "$wanted" "$tools/requirements.txt" || return 0
  mkdir -p "$(dirname "$tools")"
  partial=$(mktemp -d "$tools.partial.XXXXXX")
  Say "fetching the tests' Python packages (170 MB) to $tools"
  if TMPDIR=$partial python3 -m pip install --quiet --target "$partial/tools" --no-deps --no-cache-dir \
    --root-user-action ignore --only-binary=:all: --require-hashes -r "$wanted" >&2; then
    cp "$wanted" "$partial/tools/requirements.txt"
    chmod -R a+rX "$partial"
    rm -rf "$tools"
    mv "$partial/tools" "$tools"
  else
    Say "cannot fetch what $wanted lists: the tests that want it are skipped"
  fi
  rm -rf "$partial"
}

# SetUp [--tests] [--cuda]
SetUp() {
  local packages=("${build_packages[@]}") word tests='' cuda=''
  for word; do
    case $word in
    --tests) tests=yes ;;
    --cuda) cuda=yes ;;
    *) Say "$word is no option: wanted --tests or --cuda"; exit 64 ;;
    esac
  done
  if [ -n "$tests" ]; then
    packages+=("${test_packages[@]}")
    python3 -m pip --version >/dev/null 2>&1 || packages+=(ca-certificates python3-pip)
  fi
  if [ "$(uname -m)" != x86_64 ]; then
    Say "LibTorch is fetched for x86_64 alone: built without networks"
    InstallPackages "${packages[@]}"
  elif TorchIsThere; then
    InstallPackages "${packages[@]}"
  else
    python3 -m pip --version >/dev/null 2>&1 || packages+=(ca-certificates python3-pip)
    InstallPackages "${packages[@]}"
    (FetchTorch)
  fi
  [ -z "$tests" ] || (FetchTestTools)
  [ -z "$cuda" ] || [ "$(uname -m)" != x86_64 ] || (FetchCuda)
}

# Build [TARGET...] configures and builds build/; what CMake says shows only when it fails.
Build() {
  local log=$root/build/configure.log torch=-DF4S_WITH_TORCH=OFF
  if TorchIsThere; then torch=-DF4S_TORCH_ROOT=$(TorchRoot); fi
  mkdir -p "$root/build"
  cmake -S "$root" --preset release "$torch" >"$log" 2>&1 || { cat "$log" >&2; return 1; }
  cmake --build "$root/build" --parallel "$(nproc)" ${1:+--target "$@"} >&2
}

if [ "${BASH_SOURCE[0]}" = "$0" ]; then SetUp "$@"; fi
