# TensorBoard's own loader reads every value of the events.
#> true
echo '{"epochs":2,"steps_per_epoch":3,"batch_size":2,"crop":32,"segmentation_dim":16,"segmentation_blocks":1,"segmentation_levels":2}' >small.json
[[ -z ${F4S_TEST_TOOLS:-} ]] || export PYTHONPATH=$F4S_TEST_TOOLS
python3 -c 'import tensorboard' 2>/dev/null || { echo 'skipped: python3 has no tensorboard'; exit 77; }
f4s-train "$DATA/prepared" -o run --tensorboard --log-every 1 --modalities t1ce,flair --config small.json --format none
python3 - >read.json 2>/dev/null <<'END'
import json
from tensorboard.backend.event_processing.event_accumulator import EventAccumulator
a = EventAccumulator("run/tensorboard", size_guidance={"scalars": 0})
a.Reload()
print(json.dumps({t: [[e.step, e.value] for e in a.Scalars(t)] for t in a.Tags()["scalars"]}))
END
jq -n --slurpfile e run/events.ndjson --slurpfile r read.json '
  def near(x; y): (x - y | fabs) <= 1e-6 * ([x | fabs, 1] | max);
  ($e | map(select(.event == "epoch" or .event == "step") | . as $v | [paths(numbers)] | map(select(.[0] | IN("epoch", "step", "time") | not))[] as $p
    | {tag: ((if $v.event == "step" then "step_" else "" end) + $p[0] + (if ($p | length) > 1 then "/" + ($p[1:] | join(".")) else "" end)), step: $v.step, value: ($v | getpath($p))})) as $w
  | ($w | length) == ($r[0] | map(length) | add)
    and ($w | map(. as $x | $r[0][$x.tag] | map(select(.[0] == $x.step and near(.[1]; $x.value))) | length == 1) | all)'
