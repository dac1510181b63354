# Both engines give the same label maps; the run record says which computed, of several models each.
#> plan torch
#> the same labels
#> ["plan","torch"]
make_model u.safetensors '{"network":{"segmenter":"unet","input":"both","fusion_dim":8},"spacing_mm":[]}'
make_model t.safetensors '{"network":{"fusion_dim":8,"segmentation_adapter":"dense"},"spacing_mm":[]}'
segment() { slices 4 | f4s-segment - --partial-input --format none --run-record run.json "$@" && jq -c .engine run.json; }
echo "$(segment -o plan --model u.safetensors) $(segment -o torch --model u.safetensors --engine torch)" | tr -d '"'
diff -r plan/labels torch/labels && echo "the same labels"
segment -o both --model u.safetensors --model t.safetensors
