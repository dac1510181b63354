# Man page and completions are made from the same interface, and the shell accepts its own.
checked=0
for tool in "${PATH%%:*}"/f4s{,-*}; do
  for shell in bash zsh fish; do $tool --print-completion $shell | grep -q "${tool##*/}" || exit 1; done
  $tool --print-completion bash | bash -n && $tool --print-man | grep -q '^\.TH' || exit 1
  checked=$((checked + 1))
done
[[ $checked -ge 4 ]]
