# --fold K/N labels what f4s-train --fold K/N validates on, no more, no less: together all but the test split; a stream, whose subjects are not known beforehand, is refused.
#> 1 1 true
#> 65 2
#? stderr *learned with --fold 1/2, not 3/3*f4s-segment: none of the * cases is in fold '3/3'*f4s-segment: --fold 1/2: divides all subjects, and stdin does not name them beforehand: give the dataset*
echo '{"epochs":1,"steps_per_epoch":1,"batch_size":2,"crop":32,"segmentation_width":2,"segmentation_levels":2}' >small.json
for k in 1 2; do
  f4s-train "$DATA/prepared" -o run$k --method unet --fold $k/2 --modalities t1ce,flair --config small.json --format none
  f4s-segment "$DATA/prepared" -o labels$k --fold $k/2 --model run$k/model.safetensors | cases >held-out$k.ndjson
  [[ $(wc -l <held-out$k.ndjson) = $(model_json run$k/model.safetensors | jq .provenance.data.validation_slices) ]] || echo differ
done
subjects() { jq -r .subject "$@" | sort -u; }
echo "$(subjects held-out1.ndjson | wc -l) $(subjects held-out2.ndjson | wc -l) $([[ $(subjects held-out?.ndjson) = $(cases "$DATA/prepared/cases.ndjson" | jq -r 'select(.split != "test") | .subject' | sort -u) ]] && echo true)"
run() { f4s-segment "$@" --model run1/model.safetensors -o no --format none; codes+=" $?"; }
codes=; run "$DATA/prepared" --fold 3/3; run - --fold 1/2 </dev/null; echo $codes
