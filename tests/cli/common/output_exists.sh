# A folder with something in it is refused: 73, and nothing in it changes.
#? exit 73
#? stderr f4s-phantom: *out: exists and is not empty: --force overwrites it, --skip-existing keeps*
mkdir out; touch out/mine; f4s-phantom -o out --cases 1 >/dev/null; code=$?
[[ $(ls -A out) == mine ]] && exit $code
