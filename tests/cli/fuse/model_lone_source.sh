# A model that fuses alone gives back what it gets where there is nothing to fuse: the other source is empty, or, where it
# can do with one, not there; no gain raises it.  An image in colour keeps its colour.  One that segments what it fuses
# makes of it what its segmentation network knows.
#> true
#> same 0
#> same 2
#> other
#> the same with --attention
#> 7
fuses='"gives":["fused"],"classes":{},"regions":{}'
make_model m.safetensors "{$fuses,\"gain\":1.5,\"needs\":[[\"t1ce\"],[\"flair\"]]}"; nrrd "6 4 1" {30..53} >x.nrrd
nrrd "6 4 1" 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 >empty.nrrd
run() { f4s-fuse --format none --model m.safetensors "$@"; }; i=0
for order in "t1ce=x.nrrd flair=empty.nrrd" "t1ce=empty.nrrd flair=x.nrrd" "t1ce=x.nrrd" "flair=x.nrrd"; do
  # shellcheck disable=SC2086 # two words
  run $order -o "out-$((++i))"
done
holds -n --arg all "$(for out in out-*/fused/*.gz; do voxels "$out"; done)" --arg x "$(echo {30..53})" '$all | split("\n") | length == 4 and all(. == $x)' && echo true
grey_png "5 3" {40..54} >a.png; colour_png >b.png
for picture in a b; do
  run t1ce=$picture.png -o alone-$picture; f4s-fuse t1ce=$picture.png flair=$picture.png --method maximum -o same-$picture --format none
  cmp {alone,same}-$picture/fused/$picture.png && echo "same $(png_colour_type alone-$picture/fused/$picture.png)"
done
make_model s.safetensors; f4s-fuse --format none --model s.safetensors t1ce=x.nrrd flair=empty.nrrd -o segmenting
[[ $(voxels segmenting/fused/*.gz) == $(echo {30..53}) ]] || echo other
make_model fa.safetensors "{$fuses,\"network\":{\"fusion_dim\":8,\"fusion_attention\":\"cross\"}}"
f4s-fuse --format none --model fa.safetensors t1ce=x.nrrd flair=empty.nrrd -o attended --attention
[[ $(voxels attended/fused/*.gz) == $(echo {30..53}) ]] && echo "the same with --attention"
# The model that comes with the suite, of each kind alone, and of one whose other is empty.
cp "$DATA/prepared/images/t1/phantom_0000_z015.png" image.png; same=0
read -r w h <<<"$(od -An -tu1 -j16 -N8 image.png | awk '{ print $4 + 256 * $3, $8 + 256 * $7 }')"
# shellcheck disable=SC2046 # many numbers
grey_png "$w $h" $(yes 0 | head -n $((w * h))) >none.png
shipped() { f4s-fuse "$@" -o shipped --model harvard --force --format none && cmp image.png shipped/fused/image.png && same=$((same + 1)); }
for kind in mri ct pet spect; do shipped $kind=image.png; done
for kind in ct pet spect; do shipped mri=image.png $kind=none.png; done
echo "$same"
