# A raw study that lacks what a model can do without is labelled, with a word.
#> 0 ["model.missing","model.prepared"]
#> 0 ["model.missing","model.prepared"]
p=$DATA/phantom/phantom_0000/phantom_0000
for model in lgg glioma; do
  f4s-segment flair="${p}_flair.nii.gz" -o o-$model --model $model --run-record r.json --quiet >o.ndjson
  echo $? "$(cases o.ndjson | jq -c '[.findings[].code | select(startswith("model"))] | unique')"
done
