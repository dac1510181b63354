# No tool takes a flag that it does not know, and none begins its work.
checked=0
for tool in "${PATH%%:*}"/f4s{,-*}; do
  ${tool##*/} --nonsense=3 2>err
  [[ $? = 2 && $(<err) == "${tool##*/}: "*"'--nonsense'"* ]] || { echo "${tool##*/}:" >&2; cat err >&2; }
  checked=$((checked + 1))
done
[[ $checked -ge 4 && $(ls) = err ]]
