# Every null has its reason, and every reason a null.
f4s-metrics "$DATA/fused" | cases | jq '.metrics | . as $m | ([paths(. == null) | join(".")] | sort) == (.undefined // {} | keys)' | sort | uniq -c | grep -qx ' *97 true'
