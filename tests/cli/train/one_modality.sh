# Segmentation of one modality needs no fusion; fusion of one is refused.
#> ["prediction"] ["segmentation"]
#> 65
#? stderr f4s-train: fusion needs 2 to 4 modalities, and there is one (*) [[]train.modalities[]]
echo '{"epochs":2,"steps_per_epoch":3,"batch_size":2,"crop":32,"segmentation_dim":16,"segmentation_blocks":1,"segmentation_levels":2}' >small.json
f4s-train "$DATA/prepared" -o run --task segmentation --input images --modalities t1ce --config small.json --format none
echo "$(model_json run/model.safetensors | jq -c .gives) $(tensors run/model.safetensors | cut -d. -f1 | sort -u | jq -Rsc 'split("\n")[:-1]')"
f4s-train "$DATA/prepared" -o two --modalities t1ce --config small.json --format none; echo $?
