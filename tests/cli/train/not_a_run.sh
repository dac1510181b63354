# A folder that holds something else is refused and kept.
#? exit 73
#? stderr f4s-train: */run: exists and is not empty: --force starts a run there [[]output.exists[]]
echo '{"epochs":2,"steps_per_epoch":3,"batch_size":2,"crop":32,"segmentation_dim":16,"segmentation_blocks":1,"segmentation_levels":2}' >small.json
mkdir run; echo mine >run/notes; f4s-train "$DATA/prepared" -o run --modalities t1ce,flair --config small.json --format none; code=$?
[[ $(ls run) == notes ]] && exit $code
