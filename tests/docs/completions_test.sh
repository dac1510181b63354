#!/usr/bin/env bash
# usage: completions_test.sh SHELL ROOT: the completions for bash, zsh or fish do what they are for.
set -u
shell=$1 root=$2
folder=$root/completions/$shell
command -v "$shell" >/dev/null || { echo "skipped: no $shell here"; exit 77; }
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
cd "$scratch" || exit 1
mkdir brats && touch a.png 'a b.png'
failed=0

# Wants WANTED WHAT LINES: WANTED is one of the lines.
Wants() {
  grep -qxF -e "$1" <<<"$3" && return
  echo "$2: wanted $1, got:"; echo "$3"; failed=1
}
# Refuses UNWANTED WHAT LINES
Refuses() {
  grep -qxF -e "$1" <<<"$3" || return 0
  echo "$2: $1 is out of place"; failed=1
}

# What bash offers for the last of the words, which readline has parted as it does: at "=" too.
InBash() {
  bash -c '. "$1" && shift && COMP_WORDS=("$@") COMP_CWORD=$(($# - 1)) && "_${1//-/_}" && printf "%s\n" "${COMPREPLY[@]}"' \
    bash "$folder/$1" "$@"
}

TestBash() {
  local file
  for file in "$folder"/*; do
    bash -n "$file" || failed=1
    bash -c '. "$1" && complete -p "$2"' bash "$file" "$(basename "$file")" >/dev/null || failed=1
  done
  Wants --method "a flag" "$(InBash f4s-fuse --me)"
  Refuses --output "a flag" "$(InBash f4s-fuse --me)"
  Wants laplacian "a choice" "$(InBash f4s-fuse data --method '')"
  Refuses average "a choice begun" "$(InBash f4s-fuse data --method l)"
  Wants laplacian "a choice after =" "$(InBash f4s-fuse data --method = l)"
  Wants cuda "a word of a placeholder" "$(InBash f4s-fuse --device c)"
  Wants brats "a folder" "$(InBash f4s-prep brats -o '')"
  Refuses a.png "a folder" "$(InBash f4s-prep brats -o '')"
  Wants a.png "a file" "$(InBash f4s-fuse a)"
  Wants "a b.png" "a file with a space" "$(InBash f4s-fuse t1 = a)"
  Refuses a.png "a number" "$(InBash f4s-phantom --cases '')"
  Wants info "a command" "$(InBash f4s '')"
  Refuses a.png "a command" "$(InBash f4s '')"
  Wants a.png "a file of a command" "$(InBash f4s info a)"
}

TestZsh() {
  local file specs
  for file in "$folder"/*; do zsh -n "$file" || failed=1; done
  # The specifications as _arguments gets them, without the help.
  # shellcheck disable=SC2016 # zsh expands it
  specs=$(zsh -f -c '_arguments() { print -rl -- "$@" }; . "$1"' zsh "$folder/_f4s-fuse" | sed 's/\[.*\]//') || failed=1
  Wants --force "a flag" "$specs"
  Wants "--base=:value:(average maximum)" "a choice" "$specs"
  Wants "(-o --output)--output=:folder:_files -/" "a folder" "$specs"
  Wants '*:CASES:{compset -P "*="; _files}' "CASES" "$specs"
}

# What fish offers for a command line, without the descriptions.
InFish() {
  # shellcheck disable=SC2016 # fish expands it
  HOME=$scratch XDG_CONFIG_HOME=$scratch/.config XDG_DATA_HOME=$scratch/.data \
    fish -c 'source $argv[1]; complete -C $argv[2]' "$folder/${1%% *}.fish" "$1" | cut -f 1
}

TestFish() {
  local file
  for file in "$folder"/*; do fish -n "$file" || failed=1; done
  Wants --method "a flag" "$(InFish 'f4s-fuse --me')"
  Wants laplacian "a choice" "$(InFish 'f4s-fuse data --method ')"
  Wants brats/ "a folder" "$(InFish 'f4s-prep brats -o b')"
  Wants a.png "a file" "$(InFish 'f4s-fuse a.')"
  Wants t1=a.png "a named file" "$(InFish 'f4s-fuse t1=a.')"
  Wants info "a command" "$(InFish 'f4s ')"
  Wants a.png "a file of a command" "$(InFish 'f4s info a.')"
}

case $shell in
  bash) TestBash ;;
  zsh) TestZsh ;;
  fish) TestFish ;;
  *) echo "no test for $shell"; failed=1 ;;
esac
exit $failed
