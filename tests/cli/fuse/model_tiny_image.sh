# A model fuses and segments images of any size: a single pixel, a line.
#> 1 1
#> 7 7
make_model m.safetensors
for size in "1 1 1" "7 1 1"; do
  nrrd "$size" 20 90 200 7 8 9 10 | head -c -$((7 - ${size%% *})) >a.nrrd
  f4s-fuse t1ce=a.nrrd flair=a.nrrd -o f --model m.safetensors --force | f4s-segment - -o s --model m.safetensors --force --format none
  echo $(voxels f/fused/a.nii.gz | wc -w) $(voxels s/labels/a.nii.gz | wc -w)
done
