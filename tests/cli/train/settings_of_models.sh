# The settings that the models of the suite hold are those of a training that runs: their own data, as far as it has their names.
#> glioma 0 ["t1","t1ce","t2","flair"]
#> lgg 0 ["t1ce","flair"]
#> harvard 0 ["mri",["ct","pet","spect"]]
#> 0 ["mri"] true
#? stderr *
settings() { f4s-segment --model "$1" --describe 2>none || f4s-fuse --model "$1" --describe; }
train() {
  settings "$1" | jq .model.provenance.config >"$1.json"
  f4s-train "${@:2}" -o "$1" --config "$1.json" --epochs 1 --steps-per-epoch 1 --batch-size 1 --crop 64 --validation-slices 1 --ema-decay 0 --format none
  echo "$1" $? "$(model_json "$1/last.safetensors" | jq -c .modalities)"
}
sed -E "s#\"(images|labels|masks)/#\"$DATA/prepared/\1/#g" "$DATA/prepared/cases.ndjson" >all.ndjson
train glioma all.ndjson --init glioma; train lgg all.ndjson --init lgg --transfer
jq -c '.images |= {mri: .t1, ct: .flair}' all.ndjson >pairs.ndjson; train harvard pairs.ndjson
# What it needs is one of its two: that one is given back.
slices 1 | jq -c '.images |= {mri: .t1}' >one.ndjson
f4s-fuse one.ndjson -o fused --model harvard/last.safetensors >out.ndjson; echo $? "$(cases out.ndjson | jq -c .fused_from)" "$(cmp "$(jq -r .images.mri one.ndjson)" fused/fused/*.png >differences && echo true)"
