# The same seed gives the same bytes; another seed others.
#> same
#> other
echo '{"epochs":2,"steps_per_epoch":3,"batch_size":2,"crop":32,"segmentation_dim":16,"segmentation_blocks":1,"segmentation_levels":2}' >small.json
for s in 1 1 2; do n=$((${n:-0} + 1)); f4s-train "$DATA/prepared" -o run$n --seed $s --modalities t1ce,flair --config small.json --format none; done
cmp run1/model.safetensors run2/model.safetensors && cmp run1/last.safetensors run2/last.safetensors && echo same
cmp -s run1/last.safetensors run3/last.safetensors || echo other
