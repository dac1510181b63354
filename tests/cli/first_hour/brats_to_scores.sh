# A new user with a BraTS folder: dataset, network, label maps on the studies' own grids, scores, in the obvious commands.
#> 3 subjects, 2 of them to learn from and choose by
#> {"epochs":1} mean Dice by subject + 0.1 (VIF + Qabf)
#> 1 volume, regions ET TC WT, over references too: true
#? stderr *
small='{"epochs":1,"steps_per_epoch":3,"batch_size":2,"crop":32,"segmentation_dim":16,"segmentation_blocks":1,"segmentation_levels":2}'
echo "$small" >small.json
f4s-prep "$DATA/phantom" -o data --split 0.34,0.33,0.33 >prep.ndjson
echo "$(cases prep.ndjson | jq -r .subject | sort -u | wc -l) subjects, $(cases prep.ndjson | jq -r 'select(.split != "test").subject' | sort -u | wc -l) of them to learn from and choose by"
f4s-train data -o run --modalities t1ce,flair --config small.json >train.ndjson
run_record train.ndjson | jq -r '"\(.summary | {epochs} | tojson) \(.summary.best_by)"'
f4s-segment data --split test -o labels --model run/model.safetensors --volumes | f4s-metrics - >scores.ndjson
run_record scores.ndjson | jq -r '"\(.cases.ok) volume, regions \(.summary.segmentation | keys | join(" ")), over references too: \(.summary.segmentation.WT.dice | has("mean_reference"))"'
