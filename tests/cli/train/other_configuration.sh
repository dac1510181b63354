# Another configuration in the same RUN is refused; what does not decide the weights may change; --force starts again.
#> 73
#> 0
#> 0
#> 0.5
#? stderr f4s-train: */run: holds a run with other data, configuration or version: --force overwrites it [[]output.exists[]]
echo '{"epochs":2,"steps_per_epoch":3,"batch_size":2,"crop":32,"segmentation_dim":16,"segmentation_blocks":1,"segmentation_levels":2}' >small.json
train() { f4s-train "$DATA/prepared" -o run --modalities t1ce,flair --config small.json --format none "$@"; }
train; train --fusion-weight 0.5; echo $?
train -q --memory-gib 0 --checkpoint-minutes 1; echo $?
train --force --fusion-weight 0.5; echo $?; jq .fusion_weight run/config.json
