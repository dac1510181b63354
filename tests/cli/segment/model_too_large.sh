# A model of a few bytes whose description wants a network of gigabytes is refused (65) before memory is taken, by every
# program that loads one; by f4s-train where it is to keep the fusion of it.
#> 65 65 65 65
#> true
#? stderr *model.weights*
make_model m.safetensors
# The header with other options and without tensors: huge FILE JQ
huge() {
  local json
  json=$(model_json m.safetensors | jq -c "$2")
  jq -nc --arg model "$json" '{"__metadata__":{"format":"f4s.model/1","model":$model}}' | tr -d '\n' >header
  { printf '%b' "$(printf '\\x%02x' $(($(wc -c <header) & 255)) $(($(wc -c <header) >> 8)) 0 0 0 0 0 0)"; cat header; } >"$1"
}
huge s.safetensors '.network += {segmenter:"transunet",segmentation_dim:2048,segmentation_blocks:32,segmentation_heads:64,segmentation_adapter:"dense"}'
huge f.safetensors '.network += {fusion_dim:2048,fusion_heads:64,fusion_blocks:16,fusion_base_conv:"dense"}'
huge u.safetensors '.network += {segmenter:"unet",segmentation_width:1024,segmentation_levels:8}'
peak() { local pid; "$@" --format none >/dev/null & pid=$!; local most=0 now; while now=$(sed -n 's/^VmHWM: *\([0-9]*\) kB/\1/p' /proc/$pid/status 2>/dev/null) && [[ -n $now ]]; do most=$now; sleep 0.05; done; wait $pid; echo "$? $most"; }
{
  peak f4s-segment "$DATA/prepared" -o o1 --model s.safetensors
  peak f4s-fuse "$DATA/prepared" -o o2 --model f.safetensors
  peak f4s-segment "$DATA/prepared" -o o3 --model u.safetensors
  peak f4s-train "$DATA/prepared" -o o4 --task segmentation --input fused --init f.safetensors --epochs 1
} >peaks
cut -d' ' -f1 peaks | xargs; awk '$2 > 1500000 { large = 1 } END { print large ? "more than 1.5 GB" : "true" }' peaks
