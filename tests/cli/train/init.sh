# --init takes the weights that fit and lists them in the run record; the run's modalities are the model's.
#> true true true
#> ["t1ce","flair"]
#? stderr f4s-train: --init: * of * weights are from pre/model.safetensors
echo '{"epochs":2,"steps_per_epoch":3,"batch_size":2,"crop":32,"segmentation_dim":16,"segmentation_blocks":1,"segmentation_levels":2}' >small.json
echo '{"epochs":1,"steps_per_epoch":2,"batch_size":2,"crop":32}' >pre.json
f4s-pretrain "$DATA/prepared" -o pre --modalities t1ce,flair --config pre.json --format none
f4s-train "$DATA/prepared" -o run --init pre --config small.json >out
jq -r '.init | "\(.loaded | any(startswith("fusion.encoder."))) \(.missing | all(startswith("segmentation."))) \(.mismatched == [])"' out
model_json run/model.safetensors | jq -c .modalities
