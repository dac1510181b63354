# shellcheck shell=bash
# Begins the script that sources this again, in a name space in which it may mount; where that is not allowed it is skipped.
# To be sourced before anything else is done, with the script's own arguments: . own_mounts.sh "$@"

if [ -z "${F4S_UNSHARED:-}" ]; then
  new=(unshare --mount)
  [ "$EUID" = 0 ] || new+=(--map-root-user)
  "${new[@]}" true 2>/dev/null || { echo "skipped: no file system can be mounted here"; exit 77; }
  F4S_UNSHARED=1 exec "${new[@]}" "$0" "$@"
fi
