# What --init or a model learned with another fold is said; --needs wants the dropout by which a model learns to do without;
# last.safetensors has the metrics of its own epoch; a model to begin with does not lie in the folder that is written.
#> ["train.fold"]
#> 1
#> 2
#> true
#> 73
#> ["split.other"]
#? stderr *--init learned with --fold 1/2, this training with --fold 2/2*a/model.safetensors learned with --fold 1/2, not 2/2*--needs says what a model needs that learned to do without the rest*is in the folder that is written*cases of the split fold0 are neither trained nor validated with*
# With such rates the best epoch is not the last.
echo '{"epochs":3,"steps_per_epoch":2,"batch_size":2,"crop":32,"segmenter":"unet","segmentation_width":4,"segmentation_levels":2,"fusion_learning_rate":0.05,"segmentation_learning_rate":0.05}' >small.json
train() { f4s-train "$DATA/prepared" --modalities t1ce,flair --config small.json "$@"; }
train -o a --fold 1/2 --format none; train -o b --fold 2/2 --init a | jq -c '[.findings[]?.code | select(. == "train.fold")]'
f4s-segment "$DATA/prepared" --fold 2/2 -o s --model a/model.safetensors --fused --format none; ls s/labels/*.png | wc -l | awk '{ print ($1 > 0) }'
train -o c --needs t1ce --format none; echo $?
epoch() { jq -c -S 'select(.validation != null) | .validation' a/events.ndjson | tail -1; }
[[ $(model_json a/last.safetensors | jq -c -S .metrics) = "$(epoch)" ]] && echo true
train -o a --force --init a/model.safetensors --format none; echo $?
# A split that nobody meant.
sed -E "s#\"(images|labels|masks)/#\"$DATA/prepared/\1/#g" "$DATA/prepared/cases.ndjson" | jq -c 'if .split == "test" then .split = "fold0" else . end' >other.ndjson
f4s-train other.ndjson -o d --modalities t1ce,flair --config small.json | jq -c '[.findings[]?.code | select(. == "split.other")]'
