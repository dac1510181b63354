# Modalities that no case has are refused with those that there are.
#? exit 65
#? stderr f4s-train: no case has modalities that fit t1ce, ct|pet; the first one has t1 t1ce t2 flair [[]train.modalities[]]
echo '{"epochs":2,"steps_per_epoch":3,"batch_size":2,"crop":32,"segmentation_dim":16,"segmentation_blocks":1,"segmentation_levels":2}' >small.json
f4s-train "$DATA/prepared" -o run --modalities 't1ce,ct|pet' --config small.json --format none
