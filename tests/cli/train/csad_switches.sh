# One flag each switches a part of csad off: distillation, the gates, the encoders (--method unet); two to four modalities.
#> false true 3
#> true false 3
#> 2 segmentation.branch 4 segmentation.branch
echo '{"epochs":1,"steps_per_epoch":2,"batch_size":2,"crop":32,"segmentation_width":2,"segmentation_levels":2,"distillation_begin":0}' >small.json
train() { f4s-train "$DATA/prepared" --config small.json --method csad --format none "$@"; }
says() { echo "$(jq -s 'map(select(.event == "epoch"))[0].losses | has("segmentation.distillation")' "$1/events.ndjson") $(tensors "$1/last.safetensors" | grep -q '\.gate\.' && echo true || echo false) $(tensors "$1/last.safetensors" | grep -o 'segmentation.fusion.[0-9]*' | sort -u | wc -l)"; }
train -o apart --distillation-weight 0 --modalities t1ce,flair; says apart
train -o plain --segmentation-merge concatenated --modalities t1ce,flair; says plain
train -o four --modalities t1,t1ce,t2,flair
for run in apart four; do tensors $run/last.safetensors | grep -o 'segmentation.branch.[0-9]*' | sort -u | awk -F. -v ORS=' ' '{ n++; name = $1 "." $2 } END { print n, name }'; done | sed 's/ $/\n/'
