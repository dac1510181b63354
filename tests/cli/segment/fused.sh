# --fused: the fused image as f4s-fuse writes it, byte for byte, with gain and colour, also of a model that segments the images;
# the record says what it is; label maps are the same bytes as without; with --volumes a volume; what has none is refused.
#> true
#> true
#> phantom_0000.nii.gz
#> 65 2 2
#? stderr *f4s-segment: *n.safetensors: has no fused image to write with --fused: the model takes images and gives prediction*--fused is for one --model*--fused and --input fused*
make_model f.safetensors '{"gain":1.5}'; make_model i.safetensors '{"network":{"input":"images"},"takes":["images"]}'
make_model n.safetensors '{"network":{"input":"images"},"takes":["images"],"gives":["prediction"]}'
data=("$DATA/prepared" --ids '*_z01[45]')
for model in f i; do
  f4s-fuse "${data[@]}" --model $model.safetensors -o fuse-$model | cases >fuse-$model.ndjson
  f4s-segment "${data[@]}" --model $model.safetensors -o plain-$model --input images --format none
  f4s-segment "${data[@]}" --model $model.safetensors -o both-$model --fused -j2 | cases >both-$model.ndjson
  diff -r fuse-$model/fused both-$model/fused && diff -r plain-$model/labels both-$model/labels || exit 3
done
jq -n --slurpfile fuse fuse-f.ndjson --slurpfile both both-f.ndjson --arg here "$PWD" '
  [$fuse, $both] | transpose | length > 1 and all(.[]; .[0].fused_from == .[1].fused_from and
    .[0].fused_by == .[1].fused_by and .[1].fused == "\($here)/both-f/fused/\(.[1].id).png")'
colour_png >c.png; grey_png "6 4" {10..33} >g.png
f4s-fuse t1ce=c.png flair=g.png --model f.safetensors -o fuse-c --format none
f4s-segment t1ce=c.png flair=g.png --model f.safetensors -o both-c --fused --format none
cmp fuse-c/fused/*.png both-c/fused/*.png && echo true
f4s-segment "$DATA/prepared" --ids 'phantom_0000*' --model i.safetensors -o v --fused --volumes --format none; ls v/fused
f4s-segment "${data[@]}" --model n.safetensors -o no --fused >/dev/null; codes=($?)
f4s-segment "${data[@]}" --model f.safetensors --model f.safetensors -o no --fused >/dev/null; codes+=($?)
f4s-segment "${data[@]}" --model f.safetensors -o no --fused --input fused >/dev/null; codes+=($?)
echo "${codes[@]}"
