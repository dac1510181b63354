# A disk that is full in mid-training: exit 74, the checkpoint before stays sound, and with room made the run goes on to the
# weights of an undisturbed one.
#> 74
#> 0
#> 0
#? stderr *No space left on device*continues after step *
echo '{"epochs":2,"steps_per_epoch":3,"batch_size":2,"crop":32,"segmentation_dim":16,"segmentation_blocks":1,"segmentation_levels":2}' >small.json
train() { f4s-train "$DATA/prepared" --epochs 12 --validate-every 4 --modalities t1ce,flair --config "$PWD/small.json" --format none "$@"; }
train -o whole
export -f train
# shellcheck disable=SC2016 # the inner shell's variables
on_small_disk 4096 '
  train -o disk/run & pid=$!
  until [[ $(jq ".checkpoints[0].state.epochs_done // 0" disk/run/checkpoint/state.json 2>/dev/null || echo 0) -ge 2 ]]; do sleep 0.02; done
  used=$(df -k --output=used disk | tail -1); resize $((used + 4)); wait $pid; echo $?
  resize 65536; train -o disk/run; echo $?; cmp disk/run/last.safetensors whole/last.safetensors; echo $?'
