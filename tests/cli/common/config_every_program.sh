# --config in every program that has it: an unknown key, a wrong value and what is no JSON are 78 with file and key, before any
# work; what the program itself says of its parameters (--usage-json) is taken as it is.
#? stderr *
checked=0
echo '{"no_such_key":1}' >unknown.json; echo '{' >broken.json
for path in "${PATH%%:*}"/f4s-*; do
  tool=${path##*/}
  "$path" --usage-json >usage
  [[ $(jq -r '.options[].flag' usage) == *--config* ]] || continue
  for bad in unknown broken; do
    "$path" --config $bad.json >/dev/null 2>said; code=$?
    [[ $code = 78 && $(<said) == *$bad.json* ]] || { echo "$tool $bad: $code, $(<said)"; exit 1; }
  done
  grep -q no_such_key said || "$path" --config unknown.json 2>&1 >/dev/null | grep -q no_such_key || { echo "$tool names no key"; exit 1; }
  # A number far out of any range, for the first parameter that is a number.
  key=$(jq -r 'first(.options[] | select(.in_config != false and (.default | type) == "number")) | .flag[2:]' usage)
  echo "{\"$key\":-1e99}" >value.json
  "$path" --config value.json >/dev/null 2>said; code=$?
  [[ -z $key || ($code = 78 && $(<said) == *value.json*) ]] || { echo "$tool $key: $code, $(<said)"; exit 1; }
  [[ ! -e out ]] || { echo "$tool began to work"; exit 1; }
  checked=$((checked + 1))
done
[[ $checked -ge 4 ]]
