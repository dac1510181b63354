# What can stand in a configuration has a key that --config takes: letters, digits and _.
#> programs: all
#> other keys: 0
here=$(dirname "$(command -v f4s-fuse)"); n=0
for tool in "$here"/f4s-*; do
  "$tool" --usage-json | jq -r '.options[] | select(.in_config).name' >>names && n=$((n + 1))
done
echo "programs: $([[ $n = $(ls "$here"/f4s-* | wc -l) ]] && echo all)"
echo "other keys: $(grep -vcE '^[a-z0-9_]+$' names)"
