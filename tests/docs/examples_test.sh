#!/usr/bin/env bash
# Runs the examples of the documentation, on the folders and files that make_stock.sh has made.
#
#   examples_test.sh BIN_FOLDER STOCK_FOLDER tools        those of every tool's page, each by itself
#   examples_test.sh BIN_FOLDER STOCK_FOLDER FILE.md      its ```sh blocks, one after another
#   examples_test.sh BIN_FOLDER STOCK_FOLDER man/f4s.7    the .EX blocks of its section EXAMPLES, likewise
#
# An example must exit 0, or N where its text says "(exit N)"; one that says "(takes long)" or wants a
# model is not run.  Lines before a block say more,
# <!-- as comments --> in Markdown and .\" as comments in man pages:
#   not run: WHY         shown, not run
#   exit N               the block must exit N
#   needs: PROGRAM       not run where that program is not installed
#   file: NAME           not a command, but a file that later blocks use
# Folders that a block names after -o are removed before it, all else stays as the block before left it.
set -u
export PATH=$1:$PATH
stock=$2 what=$3
[[ $what = tools || -e $what ]] || { echo "skipped: there is no $what"; exit 77; }
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
failed=0 count=0

# FreshFolder: the folder in which examples run, as the stock is.
FreshFolder() {
  rm -rf "$scratch/desk"
  cp -r "$stock" "$scratch/desk"
}

# RunExample EXIT_CODE COMMANDS
RunExample() {
  local wanted=$1 commands=$2 code=0 output
  while read -r output; do
    rm -rf "$scratch/desk/${output:?}"
  done < <(grep -oE -- '(^|[[:space:]])(-o|--output)[ =]+[A-Za-z0-9_.-]+' <<<"$commands" | sed -E 's/.*[ =]//')
  (cd "$scratch/desk" && exec bash -euo pipefail -c "$commands") </dev/null >"$scratch/out" 2>"$scratch/err" || code=$?
  count=$((count + 1))
  [[ $code = "$wanted" ]] && return
  printf 'exit %s, wanted %s, of:\n%s\n' "$code" "$wanted" "$commands"
  tail -n 5 "$scratch/err"
  failed=1
}

RunToolExamples() {
  local tool command text
  for tool in "$1"/f4s{,-*}; do
    "$tool" --usage-json >"$scratch/usage" || exit 1
    while IFS=$'\t' read -r command text; do
      [[ $text = *"(takes long)"* || $command = *"--model"* ]] && continue
      FreshFolder
      RunExample "$(sed -nE 's/.*\(exit ([0-9]+)\).*/\1/p;t;s/.*/0/p' <<<"$text")" "$command"
    done < <(jq -r '.examples[] | [.command, .what] | join("\t")' "$scratch/usage")
  done
}

# The blocks of a file: a line "@MARKS", then the text, then a line "@".
MarkdownBlocks() {
  awk '/^<!-- .* -->$/ { marks = marks "@" substr($0, 6, length($0) - 9); next }
       /^```sh$/ { print "@" marks; inside = 1; marks = ""; next }
       /^```$/ && inside { print "@"; inside = 0; next }
       inside { print; next }
       /[^ ]/ { marks = "" }' "$1"
}

ManBlocks() {
  awk '/^\.SH / { here = $2 == "EXAMPLES" }
       !here { next }
       /^\.\\" / { marks = marks "@" substr($0, 5); next }
       /^\.EX$/ { print "@" marks; inside = 1; marks = ""; next }
       /^\.EE$/ { print "@"; inside = 0; next }
       inside { gsub(/\\&/, ""); gsub(/\\-/, "-"); gsub(/\\\(aq/, "\047"); gsub(/\\e/, "\\"); print }' "$1"
}

# Mark MARKS NAME: what stands after NAME among "@not run: WHY@exit N".
Mark() { tr '@' '\n' <<<"$1" | sed -n "s/^$2 //p"; }

# RunBlock MARKS TEXT
RunBlock() {
  local marks=$1 text=$2 name
  if name=$(Mark "$marks" "not run:") && [[ -n $name ]]; then
    echo "not run ($name): $(head -n 1 <<<"$text")"
  elif name=$(Mark "$marks" "file:") && [[ -n $name ]]; then
    printf '%s' "$text" >"$scratch/desk/$name"
  elif name=$(Mark "$marks" "needs:") && [[ -n $name ]] && ! command -v "$name" >/dev/null; then
    echo "not run (no $name here): $(head -n 1 <<<"$text")"
  else
    name=$(Mark "$marks" exit)
    RunExample "${name:-0}" "$text"
  fi
}

RunBlocks() {
  local line marks="" text="" inside=0
  FreshFolder
  while IFS= read -r line; do
    if [[ $line = @ && $inside = 1 ]]; then
      RunBlock "$marks" "$text"
      inside=0
    elif [[ $line = @* && $inside = 0 ]]; then
      marks=${line#@} text="" inside=1
    else
      text+=$line$'\n'
    fi
  done
}

case $what in
  tools) RunToolExamples "$1" ;;
  *.md) RunBlocks < <(MarkdownBlocks "$what") ;;
  *) RunBlocks < <(ManBlocks "$what") ;;
esac
echo "$count examples were run"
[[ $count -gt 0 ]] || failed=1
exit $failed
