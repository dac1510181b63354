# --force over a finished run whose new training fails before its first checkpoint leaves the old networks; one that works does not.
#> 70
#> config.json events.ndjson last.safetensors model.safetensors
#> same
#> 0 gone
#? stderr *the run that was there is in */run/replaced*
echo '{"epochs":2,"steps_per_epoch":3,"batch_size":2,"crop":32,"segmentation_dim":16,"segmentation_blocks":1,"segmentation_levels":2,"checkpoint_minutes":60}' >small.json
train() { f4s-train "$DATA/prepared" -o run --modalities t1ce,flair --config small.json --format none "$@"; echo $?; }
train >/dev/null; sha256sum <run/model.safetensors >before
train --force --segmentation-learning-rate 1e30 --segmentation-gradient-clip 1e30 --most-skipped-steps 0
find run/replaced -type f -printf "%f\n" | sort | xargs; sha256sum <run/replaced/model.safetensors | cmp - before && echo same
echo "$(train --force)" "$([ -e run/replaced ] || echo gone)"
