# Every tool's --help goes to stdout and begins with its name, usage and an example; -h is the same.
checked=0
for tool in "${PATH%%:*}"/f4s{,-*}; do
  name=${tool##*/}
  $name --help >help; $name -h >h; lines() { grep -c "$1" help; }
  [[ $(head -1 help) == "$name: "* && $(lines "^Usage: $name") = 1 && $(lines '^Examples:') = 1 ]] || echo "$name: no usage" >&2
  [[ $(lines 'exit codes') = 1 ]] || echo "$name: no exit codes" >&2
  cmp help h >&2
  checked=$((checked + 1))
done
[[ $checked -ge 4 ]]
