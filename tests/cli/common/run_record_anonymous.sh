# Run records say when, where and by whom; --anonymous leaves host and user out, upstream's too; no case record tells.
#> true true
#> 0
args=("$DATA/prepared" --ids '*_z010' --method average)
f4s-fuse "${args[@]}" -o out | tee named.ndjson | f4s-metrics - --anonymous >scored.ndjson
stamp='[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}[+-][0-9]{2}:[0-9]{2}'
run_record named.ndjson | jq --arg host "$(uname -n)" --arg user "$(id -un)" --arg stamp "^$stamp$" \
  '.host == $host and .user == $user and (.started, .ended | test($stamp)) and .started <= .ended' | xargs
cases named.ndjson scored.ndjson | jq -c 'select(has("host") or has("user") or has("started"))' | wc -l
run_record scored.ndjson | holds 'has("started") and ([.. | objects | has("host") or has("user")] | any | not) and (.upstream | length == 1)'
