# What is ignored is learned as nothing, predicted never, and stands in the model; slices without anything else are no
# foreground. A training split without foreground, and a class that it lacks, are said.
#> {"1":"a","2":"b"} [9]
#> ["no training slice has label 2 (b): it cannot be learned"]
#> true
#> ["none of the 4 training slices has a labelled pixel","none of the 4 validation slices has a labelled pixel"]
#? stderr *
slices 8 | jq -c '.split = (if (input_line_number % 2) == 0 then "train" else "val" end) | .subject = .split' >all.ndjson
n=0; mkdir l
while read -r record; do
  n=$((n + 1)); read -r width height < <(jq -r '.geometry.size | "\(.[0]) \(.[1])"' <<<"$record")
  # The left quarter is 1, the right half nobody knows.
  row=$(for ((x = 0; x < width; ++x)); do echo -n "$((x < width / 4 ? 1 : x < width / 2 ? 0 : 9)) "; done)
  grey_png "$width $height" $(for ((y = 0; y < height; ++y)); do echo -n "$row"; done) >l/$n.png
  jq -c --arg l "$PWD/l/$n.png" '.label = $l | .classes = {"1":"a","2":"b"} | .regions = {} | .ignore = [9]' <<<"$record"
done <all.ndjson >d.ndjson
train() { f4s-train "$@" --method unet --profile tiny --epochs 1 --crop 32 --batch-size 2 --format none --run-record r.json; }
train d.ndjson -o run; model_json run/model.safetensors | jq -c -r '"\(.classes | tojson) \(.ignore | tojson)"'; jq -c '[.findings[].text]' r.json
f4s-segment d.ndjson -o seg --model run/model.safetensors >s.ndjson; f4s-metrics s.ndjson --format ndjson >m.ndjson
holds -s '[.[] | select(.schema == "f4s.case/1") | .ignore == [9]] | all and length == 8' m.ndjson; [[ $(jq -r 'select(.schema == "f4s.case/1") | .metrics.segmentation.a.sensitivity' m.ndjson | wc -l) = 8 ]] && echo true
jq -c '.ignore = [1,9] | .classes = {"2":"b"}' d.ndjson >e.ndjson; train e.ndjson -o run2; jq -c '[.findings[].text]' r.json
