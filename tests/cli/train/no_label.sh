# Segmentation without labels is refused, and nothing is made.
#? exit 65
#? stderr f4s-train: no case has a label, which segmentation is trained on: --task fusion trains fusion alone [[]train.no_label[]]
echo '{"epochs":2,"steps_per_epoch":3,"batch_size":2,"crop":32,"segmentation_dim":16,"segmentation_blocks":1,"segmentation_levels":2}' >small.json
unlabelled; f4s-train data.ndjson -o run --modalities t1ce,flair --config small.json --format none; code=$?; [[ ! -e run ]] || exit 1; exit $code
