# --attention: maps at the fused image's size, listed in the record; fused images are the same bytes as without.
#> ["base_contribution","detail_contribution","entropy","received"]
#> true
make_model m.safetensors '{"network":{"fusion_attention":"cross","fusion_dim":8}}'
f4s-fuse "$DATA/prepared" -o plain --model m.safetensors --format none; f4s-fuse "$DATA/prepared" -o out --model m.safetensors --attention >o.ndjson
diff <(digest plain/fused) <(digest out/fused) || exit 1
cases o.ndjson | jq -c '.attention | keys' | sort -u
cases o.ndjson | jq -s 'all(.[]; (.attention_range | keys) == (.attention | keys) and (.attention_range.entropy as [$low, $high] | 0 <= $low and $low < $high and $high <= 1))'
cases o.ndjson | jq -r '.fused as $fused | .attention[] | "\($fused) \(.)"' |
  while read -r fused map; do cmp <(tail -c +17 "$fused" | head -c 8) <(tail -c +17 "$map" | head -c 8) || echo "$map has another size"; done
[[ $(find out/attention -name '*.png' | wc -l) = $((4 * $(find out/fused -name '*.png' | wc -l))) ]]
