# Two epochs leave a RUN with models, configuration, checkpoint, and events that say what happened.
#> checkpoint config.json events.ndjson last.safetensors model.safetensors validation
#> start epoch epoch
#> ["fusion.total","segmentation.total"] ["ET","TC","WT"] ["Qabf","VIF"]
#> {"epochs":2,"steps":6} ok 0
#> fuse4seg ["t1ce","flair"] ["images","fused"] ["fused","prediction"] {"1":"necrosis","2":"oedema","4":"enhancing"} percentile [4,4] axial
echo '{"epochs":2,"steps_per_epoch":3,"batch_size":2,"crop":32,"segmentation_dim":16,"segmentation_blocks":1,"segmentation_levels":2}' >small.json
f4s-train "$DATA/prepared" -o run --modalities t1ce,flair --config small.json >out
find run -mindepth 1 -maxdepth 1 -printf '%f\n' | sort | xargs; jq -r .event run/events.ndjson | xargs
tail -n 1 run/events.ndjson | jq -r '"\(.losses | keys | map(select(endswith("total")))) \(.validation.segmentation | keys) \(.validation.fusion | keys)"'
run_record out | jq -r '"\(.summary | {epochs, steps} | tojson) \(.status) \(.exit_code)"'
model_json run/model.safetensors | jq -r '"\(.method) \(.modalities) \(.takes) \(.gives) \(.classes) \(.normalization) \(.spacing_mm) \(.plane)"'
