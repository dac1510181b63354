# --bilevel alternate: an epoch of two steps has one of each network; the same weights whatever the threads.
#> ["fusion","segmentation"]
echo '{"epochs":2,"steps_per_epoch":3,"batch_size":2,"crop":32,"segmentation_dim":16,"segmentation_blocks":1,"segmentation_levels":2}' >small.json
for j in 1 2; do f4s-train "$DATA/prepared" -o run$j -j $j --bilevel alternate --warmup-epochs 0 --steps-per-epoch 2 --batch-size 4 --modalities t1ce,flair --config small.json --format none; done
cmp run1/last.safetensors run2/last.safetensors || cmp <(tensors run1/last.safetensors) <(tensors run2/last.safetensors)
tail -n 1 run1/events.ndjson | jq -c '.gradient_norms | keys'
