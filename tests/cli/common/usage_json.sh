# --usage-json is one JSON value for each tool and names the tool and every flag that --help-all shows.
checked=0
for path in "${PATH%%:*}"/f4s{,-*}; do
  tool=${path##*/}
  $tool --usage-json | holds --arg tool $tool '.tool == $tool' || exit 1
  $tool --help-all | grep -oE '^  (-[a-z], |    )--[a-z0-9-]+' | grep -oE -- '--[a-z0-9-]+' | sort >shown
  $tool --usage-json | jq -r '.options[].flag' | sort >listed
  diff shown listed || exit 1
  checked=$((checked + 1))
done
[[ $checked -ge 4 ]]
