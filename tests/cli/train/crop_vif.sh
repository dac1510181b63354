# VIF needs squares of 41 pixels: said before anything is written, also where --force would take a finished run away.
#? exit 2
#? stderr f4s-train: --vif-weight compares squares of at least 41 pixels, and these have 32: wanted a larger --crop, or --vif-weight 0 [[]train.crop]
slices 500 >data.ndjson
mkdir run
echo kept >run/model.safetensors
f4s-train data.ndjson -o run --force --crop 32 --vif-weight 1 --epochs 1 --steps-per-epoch 1 --format none --segmentation-dim 16 -q
code=$?
[[ $(<run/model.safetensors) = kept ]] || exit 1
exit $code
