#!/usr/bin/env bash
# usage: light_help_test.sh BIN_FOLDER: no tool loads a heavy library to print its help.
set -u
log=$(mktemp -d)
trap 'rm -rf "$log"' EXIT
failed=0 count=0
for tool in "$1"/f4s{,-*}; do
  name=$(basename "$tool")
  # ld.so writes to a file a process, FILE.PID, what it looks for and what it opens.
  LD_DEBUG=files LD_DEBUG_OUTPUT=$log/$name "$tool" --help >"$log/help" || { echo "$name --help fails"; failed=1; }
  grep -q "^Usage: $name" "$log/help" || { echo "$name --help shows no usage"; failed=1; }
  grep -q 'libfuse4seg_base' "$log/$name".* || { echo "$name: the loader does not say what it loads"; failed=1; }
  if grep -hoE '(libITK|libitk|libtorch|libc10|libopencv|libcudart|libcuda|libcrypto|libfuse4seg_(itk|cuda|sha256))[^ ;]*' "$log/$name".* | sort -u >"$log/heavy" &&
    [[ -s $log/heavy ]]; then
    echo "$name --help loads:"; cat "$log/heavy"; failed=1
  fi
  count=$((count + 1))
done
[[ $count -gt 1 ]] || { echo "no programs in $1"; exit 1; }
exit $failed
