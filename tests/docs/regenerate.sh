#!/usr/bin/env bash
# Makes the man pages and completions of all tools, and what other programs know of them, from the programs themselves:
#
#   tests/docs/regenerate.sh BIN_FOLDER [ROOT]    ROOT: the repository, or a folder to write to
#
# man/f4s.7 is written by hand; everything else in man/ and completions/ comes from here, and, where there is python3,
# share/boutiques, share/snakemake, python/fuse4seg/tools.py, AGENTS.md and llms.txt (packaging/interfaces.py).
set -euo pipefail
here=$(cd "$(dirname "$0")/../.." && pwd)
bin=${1:?wanted the folder of the programs}
[ -x "$bin/f4s" ] || { echo "regenerate.sh: $bin holds no programs" >&2; exit 66; }
root=${2:-$here}

mkdir -p "$root"/man "$root"/completions/{bash,zsh,fish}
rm -f "$root"/man/f4s*.1 "$root"/completions/{bash/f4s*,zsh/_f4s*,fish/f4s*.fish}
for tool in "$bin"/f4s{,-*}; do
  name=$(basename "$tool")
  "$tool" --print-man >"$root/man/$name.1"
  "$tool" --print-completion bash >"$root/completions/bash/$name"
  "$tool" --print-completion zsh >"$root/completions/zsh/_$name"
  "$tool" --print-completion fish >"$root/completions/fish/$name.fish"
done

if command -v python3 >/dev/null; then
  rm -rf "${root:?}"/share/{boutiques,snakemake}
  "$here/packaging/interfaces.py" "$bin" "$root"
fi
