# Without --modalities all of the data set's take part.
#> ["t1","t1ce","t2","flair"]
echo '{"epochs":2,"steps_per_epoch":3,"batch_size":2,"crop":32}' >small.json
f4s-pretrain "$DATA/prepared" -o run --config small.json --format none
model_json run/model.safetensors | jq -c .modalities
