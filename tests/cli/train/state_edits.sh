# An edit of a checkpoint's state.json is 65, whatever it says: by its digest, and without one by its types and ranges; a
# checkpoint's file is never one elsewhere.
#> with a digest: 65
#> without: 65
#> untouched, without: 0
#? stderr *
echo '{"epochs":3,"steps_per_epoch":3,"batch_size":2,"crop":32,"segmentation_dim":16,"segmentation_blocks":1,"segmentation_levels":2}' >small.json
train() { timeout 60 f4s-train "$DATA/prepared" -o run --modalities t1ce,flair --config small.json --format none -q; }
train; state=run/checkpoint/state.json; jq -c '.finished = null' $state >whole; jq -c 'del(.digest)' whole >bare
try() { jq -c "$2" "$1" >$state; train 2>said; local code=$?; [[ $code = 65 && $(<said) == *state.json* ]] || echo "$2: $code $(<said)" >&2; echo $code; }
edits=('.checkpoints[0].step = -7' '.checkpoints[0].state.step = -7' '.checkpoints[0].state.step = 5' '.checkpoints[0].state.epochs_done = 4611686018427387904'
  '.checkpoints[0].state.epochs_done = "3"' '.checkpoints[0].state.best_epoch = 99' '.checkpoints[0].state.best_score = null' '.checkpoints[0].state.seconds = -1'
  'del(.checkpoints[0].state.seconds)' 'del(.checkpoints[0].state.recovery)' '.checkpoints[0].state.recovery.skipped = -1' '.checkpoints[0].state.recovery.kept_is_state = false'
  '.checkpoints[0].state.means = 7' '.checkpoints[0].state.means = {"a":1}' '.checkpoints[0].state.events_bytes = -1' '.checkpoints[0].state.best_warnings = [1]'
  '.checkpoints[0].file = "../../x"' '.checkpoints[0].file = "/etc/passwd"' '.checkpoints[0].state = []' '.checkpoints = 3' '.finished = 3' '.run = null' '.run.signature = 1')
echo "with a digest: $(for edit in "${edits[@]:0:4}"; do try whole "$edit"; done 2>seen | sort -u | xargs)"
echo "without: $(for edit in "${edits[@]}"; do try bare "$edit"; done | sort -u | xargs)"
cp bare $state; train; echo "untouched, without: $?"
