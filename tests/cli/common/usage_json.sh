# --usage-json is one JSON value for each tool and names the tool and every flag that --help-all shows.
for tool in f4s-phantom f4s-prep f4s-fuse f4s-metrics; do
  $tool --usage-json | holds --arg tool $tool '.tool == $tool' || exit 1
  $tool --help-all | grep -oE '^  (-[a-z], |    )--[a-z-]+' | grep -oE -- '--[a-z-]+' | sort >shown
  $tool --usage-json | jq -r '.options[].flag' | sort >listed
  diff shown listed || exit 1
done
