# torchrun of a PyTorch that is there: the weights of --ranks 2.
#> same
#? stderr *
command -v torchrun >/dev/null || { echo "skipped: no torchrun here"; exit 77; }
small_training >small.json
f4s-train "$DATA/prepared" --ranks 2 -o one --modalities t1ce,flair --config small.json --device cpu --format none
torchrun --standalone --nproc-per-node 2 --no-python f4s-train "$DATA/prepared" -o two --modalities t1ce,flair --config small.json --device cpu --format none
cmp one/model.safetensors two/model.safetensors && cmp one/last.safetensors two/last.safetensors && echo same
