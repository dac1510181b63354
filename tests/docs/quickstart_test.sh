#!/usr/bin/env bash
# examples/quickstart.sh by programs that are there already: without LibTorch a model of the suite labels studies, and the
# page is made.  (With LibTorch it trains for minutes: docs/results.md.)
#
#   quickstart_test.sh BIN_FOLDER ROOT
set -eu
bin=$(realpath "$1") root=$(realpath "$2")
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
mkdir "$scratch/bin"
ln -s "$bin"/f4s-* "$scratch/bin"
# Here LibTorch may be there: this one says that it is not.
cat >"$scratch/bin/f4s" <<END
#!/bin/sh
[ "\$*" != "doctor training" ] || exit 69
exec "$bin/f4s" "\$@"
END
chmod +x "$scratch/bin/f4s"
F4S_BIN=$scratch/bin "$root/examples/quickstart.sh" "$scratch/out" >"$scratch/said" 2>&1 || { cat "$scratch/said"; exit 1; }
[[ -s $scratch/out/report.html && -e $scratch/out/fused-labels ]] || { cat "$scratch/said"; echo "no page, or no labels"; exit 1; }
grep -Eq '^fused +0\.[6-9]' "$scratch/said" || { cat "$scratch/said"; echo "no table"; exit 1; }
# Elsewhere than in the sources, as it is installed, it takes the programs on PATH; a folder that is there is not touched.
mkdir "$scratch/installed"
cp "$root/examples/quickstart.sh" "$scratch/installed"
code=0
PATH=$scratch/bin:$PATH "$scratch/installed/quickstart.sh" "$scratch/out" 2>"$scratch/said" || code=$?
if [[ $code != 69 ]] || ! grep -q "out exists" "$scratch/said"; then
  cat "$scratch/said"
  echo "exit $code: wanted 69, for a folder that is there"
  exit 1
fi
