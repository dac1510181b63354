# Pre-training too computes activations again to the same weights, averages weights, and takes several batches a step.
#> same
echo '{"epochs":2,"steps_per_epoch":3,"batch_size":2,"crop":32,"ema_decay":0.9,"accumulate":2,"adversarial_weight":0.01,"adversarial_warmup_epochs":1}' >small.json
f4s-pretrain "$DATA/prepared" -o a --modalities t1ce,flair --config small.json --format none -j 1
f4s-pretrain "$DATA/prepared" -o b --modalities t1ce,flair --config small.json --format none -j 2 --recompute
cmp <(tensors a/last.safetensors) <(tensors b/last.safetensors) && echo same
