# Every tool's --help-all shows every option of --usage-json; --help may show fewer, and then says how many more there are.
checked=0
flags() { grep -oE '^  (-[a-z], |    )--[a-z0-9-]+' | grep -oE -- '--[a-z0-9-]+' | sort; }
for tool in "${PATH%%:*}"/f4s{,-*}; do
  name=${tool##*/}
  $name --usage-json | jq -r '.options[].flag' | sort >listed
  $name --help-all | flags | diff listed - >&2
  $name --help | flags >shown
  more=$(comm -23 listed shown | wc -l)
  told=$($name --help | sed -n '$s/ more options: --help-all\.$//p')
  [[ $more = "${told:-0}" && -z $(comm -13 listed shown) ]] || echo "$name: $more more, and it says ${told:-0}" >&2
  checked=$((checked + 1))
done
[[ $checked -ge 4 ]]
