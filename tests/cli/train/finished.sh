# A finished RUN says so, exits 0 with the same summary, and is left alone.
#> true
#? stderr f4s-train: */run is finished; --force trains it again
echo '{"epochs":2,"steps_per_epoch":3,"batch_size":2,"crop":32,"segmentation_dim":16,"segmentation_blocks":1,"segmentation_levels":2}' >small.json
f4s-train "$DATA/prepared" -o run --modalities t1ce,flair --config small.json >one; stat -c %y run/* run/checkpoint/* >before
f4s-train "$DATA/prepared" -o run --modalities t1ce,flair --config small.json >two; stat -c %y run/* run/checkpoint/* | diff before -
jq -s '.[0].summary == .[1].summary' one two
