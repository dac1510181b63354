#!/usr/bin/env bash
# packaging/release.sh on sources of a test's own: tag, versions, notes; a signature by a key that lives as long as the test.
#
#   release_test.sh ROOT
set -euo pipefail
script=$(realpath "$1")/packaging/release.sh
scratch=$(mktemp -d)
trap 'gpgconf --kill all 2>/dev/null || true; rm -rf "$scratch"' EXIT
export GNUPGHOME=$scratch/keys HOME=$scratch GIT_CONFIG_GLOBAL=/dev/null
mkdir -m 700 "$GNUPGHOME"
failed=0
# Expect WHAT CODE TEXT COMMAND...: its exit code, and a text that it says.
Expect() {
  local what=$1 code=$2 text=$3 got=0
  shift 3
  said=$("$@" 2>&1) || got=$?
  [[ $got == "$code" && $said == *"$text"* ]] || { echo "$what: exit $got (wanted $code), said: $said (wanted: $text)"; failed=1; }
}

mkdir -p "$scratch/sources/packaging"
cd "$scratch/sources"
cp "$script" packaging
echo 'project(fuse4seg VERSION 1.2.3 LANGUAGES CXX' >CMakeLists.txt
printf 'cff-version: 1.2.0\nversion: 1.2.3\n' >CITATION.cff
printf '# Changelog\n\n## [1.2.3] - 2026-01-02\n\n### Added\n\n- This.\n\n## [1.2.2] - 2026-01-01\n\n- That.\n' >CHANGELOG.md
git init -q .
Commit() { git add -A && git -c user.name=a -c user.email=a@b.example commit -q -m "$1"; }
Commit one
Expect "no tag" 65 "has no tag" packaging/release.sh check
git tag v1.2.3
Expect "all agree" 0 "1.2.3" packaging/release.sh check
Expect "notes" 0 "- This." packaging/release.sh notes
[[ $said == $'### Added\n\n- This.' ]] || { echo "notes are not the section: $said"; failed=1; }
Expect "notes of another version" 0 "- That." packaging/release.sh notes 1.2.2
Expect "notes of none" 65 "no section" packaging/release.sh notes 9.9.9
echo changed >CITATION.cff
Expect "another version in a file" 65 "CITATION.cff says version ''" packaging/release.sh check
git checkout -q CITATION.cff
touch stray
Expect "files that the tag does not have" 65 "git status" packaging/release.sh check
rm stray
sed -i 's/ - 2026-01-02/ - unreleased/' CHANGELOG.md
Commit two
git tag v1.2.4
Expect "another version in the tag" 65 "CMakeLists.txt says version '1.2.3', the tag 1.2.4" packaging/release.sh check
git tag -d v1.2.4 >/dev/null
git tag -f v1.2.3 >/dev/null
Expect "undated" 65 "YYYY-MM-DD" packaging/release.sh check

if command -v gpg >/dev/null; then
  gpg --batch --quiet --passphrase '' --quick-generate-key 'test <test@example.org>' ed25519 sign never 2>/dev/null
  mkdir packages
  echo one >packages/a.deb
  echo two >packages/b.whl
  Expect "sign" 0 "" packaging/release.sh sign packages test@example.org
  Expect "verify" 0 "Good signature" packaging/release.sh verify packages
  echo three >packages/c.deb
  Expect "one that nobody signed" 65 "nobody signed" packaging/release.sh verify packages
  rm packages/c.deb
  echo other >packages/a.deb
  Expect "a changed package" 65 "not what was signed" packaging/release.sh verify packages
  echo one >packages/a.deb
  sed -i 's/^./0/' packages/SHA256SUMS
  Expect "changed sums" 65 "not what was signed" packaging/release.sh verify packages
else
  echo "no gpg here: signatures not tried"
fi
exit $failed
