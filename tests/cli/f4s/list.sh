# f4s alone lists the programs beside it, each with the synopsis of its own --help, and its own commands.
#> info
#> models
#> doctor
#> true
f4s >list; f4s --format ndjson | jq -r '"\(.name)  \(.synopsis)"' >json; version=$(f4s --version)
for tool in "${PATH%%:*}"/f4s-*; do
  name=${tool##*/}; line=$(grep "^$name  " list); synopsis=$($name --usage-json | jq -r .synopsis)
  [[ $line == "$name "*" $synopsis" ]] || echo "$name: $line" >&2
  grep -qxF "$name  $synopsis" json || echo "$name: not as JSON" >&2
done
[[ $(grep -c '^f4s-' list) -ge 4 ]] && sed -n 's/^f4s \([a-z]*\) .*/\1/p' list
f4s --format ndjson | jq -s --arg version "${version#f4s }" 'all(.[]; .version == $version)'
