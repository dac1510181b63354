# --version of every program is its name and one version of three numbers, the same in all.
#> 1 version
checked=0
for path in "${PATH%%:*}"/f4s{,-*}; do
  tool=${path##*/} said=$("$path" --version)
  [[ $said =~ ^$tool\ ([0-9]+\.[0-9]+\.[0-9]+)$ ]] && echo "${BASH_REMATCH[1]}" || echo "$tool: $said"
  checked=$((checked + 1))
done >versions
[[ $checked -ge 4 ]] && echo "$(sort -u versions | wc -l) version"
