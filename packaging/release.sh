#!/bin/bash
# A release, from its tag.  In the order in which one is made:
#
#   packaging/release.sh check             the tag of this commit, vX.Y.Z, is the version that the sources say everywhere,
#                                          and CHANGELOG.md has dated it; prints X.Y.Z
#   packaging/release.sh notes [X.Y.Z]     its section of CHANGELOG.md, for the release's page; default: of the tag
#   packaging/release.sh sign FOLDER KEY   SHA256SUMS of the packages in FOLDER, and SHA256SUMS.asc, signed with that key of
#                                          gpg's
#   packaging/release.sh verify FOLDER     what a user does with both

set -euo pipefail
root=$(cd "$(dirname "$0")/.." && pwd)
Help() { sed -n '2,/^$/s/^# \{0,1\}//p' "$0"; }
Fail() { echo "release.sh: $2" >&2; exit "$1"; }

# The version of this commit's tag.
Tagged() {
  local tag
  tag=$(git -C "$root" describe --exact-match --tags --match 'v[0-9]*' 2>/dev/null) || Fail 65 "this commit has no tag vX.Y.Z"
  [[ $tag =~ ^v[0-9]+\.[0-9]+\.[0-9]+$ ]] || Fail 65 "tag $tag: wanted vX.Y.Z"
  echo "${tag#v}"
}

# What a file says, by the first match of an expression of sed.
Said() { sed -n "s/$2/\1/p;T;q" "$root/$1"; }

Check() {
  local version said file
  version=$(Tagged)
  while IFS='|' read -r file expression; do
    said=$(Said "$file" "$expression")
    [ "$said" = "$version" ] || Fail 65 "$file says version '$said', the tag $version"
  done <<'END'
CMakeLists.txt|^project(fuse4seg VERSION \([0-9.]*\).*
CITATION.cff|^version: \(.*\)
END
  grep -Eq "^## \[$version\] - [0-9]{4}-[0-9]{2}-[0-9]{2}$" "$root/CHANGELOG.md" ||
    Fail 65 "CHANGELOG.md has no line '## [$version] - YYYY-MM-DD'"
  [ -z "$(git -C "$root" status --porcelain)" ] || Fail 65 "files differ from the tag's: git status"
  echo "$version"
}

Notes() {
  local version
  version=${1:-$(Tagged)}
  awk -v head="## [$version]" '
    index($0, "## ") == 1 { inside = index($0, head) == 1; next }
    inside && (NF || begun) { begun = 1; lines = lines $0 "\n"; if (NF) { printf "%s", lines; lines = "" } }
    END { exit !begun }' "$root/CHANGELOG.md" || Fail 65 "CHANGELOG.md has no section '## [$version]'"
}

Packages() { (cd "$1" && find . -maxdepth 1 -type f ! -name 'SHA256SUMS*' -printf '%f\n' | LC_ALL=C sort); }

Sign() {
  local files
  mapfile -t files < <(Packages "$1")
  [ ${#files[@]} -gt 0 ] || Fail 66 "$1 holds no files"
  command -v gpg >/dev/null || Fail 69 "no gpg here: apt-get install gpg gpg-agent"
  (cd "$1" && sha256sum "${files[@]}" >SHA256SUMS)
  gpg --batch --yes --local-user "$2" --armor --detach-sign --output "$1/SHA256SUMS.asc" "$1/SHA256SUMS"
}

Verify() {
  gpg --batch --verify "$1/SHA256SUMS.asc" "$1/SHA256SUMS" || Fail 65 "SHA256SUMS is not what was signed, or not by a key that you have"
  (cd "$1" && sha256sum --check --strict --quiet SHA256SUMS) || Fail 65 "a package is not what was signed"
  diff <(Packages "$1") <(sed 's/^[0-9a-f]*  //' "$1/SHA256SUMS") || Fail 65 "files that nobody signed"
}

case ${1:-} in
-h | --help | "") Help ;;
check) Check ;;
notes) Notes "${2:-}" ;;
sign) Sign "${2:?wanted a folder}" "${3:?wanted a key}" ;;
verify) Verify "${2:?wanted a folder}" ;;
*) Fail 2 "$1: wanted check, notes, sign or verify" ;;
esac
