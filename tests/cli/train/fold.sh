# --fold parts the subjects of train and val; each is validated on once.
#> 2
echo '{"epochs":2,"steps_per_epoch":3,"batch_size":2,"crop":32,"segmentation_dim":16,"segmentation_blocks":1,"segmentation_levels":2}' >small.json
for k in 1 2; do f4s-train "$DATA/prepared" -o run$k --fold $k/2 --modalities t1ce,flair --config small.json --format none; done
for k in 1 2; do model_json run$k/model.safetensors | jq -c .provenance.data.validation_slices; done | sort -u | wc -l
