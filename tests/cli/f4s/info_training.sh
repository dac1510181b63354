# f4s info of RUN says how far training is and which epoch is the best.
#> ["run of training","finished","unet",2,2,6]
#> true
mkdir -p run/checkpoint; touch run/model.safetensors
echo '{"method":"unet","task":"segmentation","profile":"tiny","modalities":["t1","t2"],"epochs":2,"fold":""}' >run/config.json
echo '{"schema":"f4s.checkpoint/1","finished":{"epochs":2,"train_slices":37},"checkpoints":[{"step":6,"state":{"step":6,"epochs_done":2,"best_epoch":1,"best_score":0.5,"best_metrics":{"segmentation":{"WT":{"dice":0.5}}}}}]}' >run/checkpoint/state.json
f4s info run --format ndjson | jq -c '[.kind, .state, .method, .epochs_done, .epochs, .step]'
f4s info run --format ndjson | jq '.best_epoch == 1 and .train_slices == 37 and .models == ["model.safetensors"] and .validation.segmentation.WT.dice == 0.5 and (has("fold") | not)'
f4s info run | grep -qxE 'validation.segmentation.WT +dice 0.5'
