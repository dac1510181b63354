# With no step to skip, a loss that is not finite ends the run with what, where and in which cases; the last good checkpoint stays and can be gone on from.
#> 70
#> 3
#? stderr f4s-train: */run: * is *nan at step * (epoch 2), cases 'phantom_*train.not_finite[]]
echo '{"epochs":2,"steps_per_epoch":3,"batch_size":2,"crop":32,"segmentation_dim":16,"segmentation_blocks":1,"segmentation_levels":2}' >small.json
f4s-train "$DATA/prepared" -o run --epochs 2 --bilevel none --most-skipped-steps 0 --segmentation-optimiser sgd --segmentation-warmup-steps 1 --segmentation-gradient-clip 1e30 --segmentation-learning-rate 1e5 --modalities t1ce,flair --config small.json --format none
echo $?; jq '.checkpoints[0].step' run/checkpoint/state.json
