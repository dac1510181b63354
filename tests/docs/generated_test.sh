#!/usr/bin/env bash
# usage: generated_test.sh BIN_FOLDER ROOT [LEFT_OUT...]: the man pages, completions and interfaces are
# those of the programs; those named are not built here, and theirs are not looked at.
set -u
bin=$1 root=$2
shift 2
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
"$root/tests/docs/regenerate.sh" "$bin" "$scratch/new" || exit 1
[[ -n $(ls "$scratch/new/man") ]] || { echo "no programs in $bin"; exit 1; }
cp -r "$root/man" "$root/completions" "$scratch"
for left_out in "$@"; do
  rm -f "$scratch/man/$left_out.1" "$scratch"/completions/{bash/,zsh/_,fish/}"$left_out"{,.fish}
done
Interfaces() {
  command -v python3 >/dev/null || return 0
  local name
  for name in "$scratch"/new/share/boutiques/*; do diff "$root/share/boutiques/${name##*/}" "$name" || return 1; done
  for name in "$scratch"/new/share/snakemake/*; do diff -r "$root/share/snakemake/${name##*/}" "$name" || return 1; done
  [[ $# -eq 0 ]] || return 0  # of all programs together
  for name in python/fuse4seg/tools.py AGENTS.md llms.txt; do diff "$root/$name" "$scratch/new/$name" || return 1; done
}
diff -r --exclude=f4s.7 "$scratch/man" "$scratch/new/man" &&
  diff -r "$scratch/completions" "$scratch/new/completions" && Interfaces "$@" && exit 0
echo "stale: run tests/docs/regenerate.sh $bin"
exit 1
