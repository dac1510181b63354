# Slices of any plane, padded to a square, go back to the voxels that they came from: as without padding, but for what the network sees.
make_model m.safetensors '{"network":{"input":"images"},"takes":["images"],"gives":["prediction"]}'
t1=$DATA/phantom/phantom_0000/phantom_0000_t1.nii.gz
for plane in coronal sagittal; do
  f4s-prep "$DATA/phantom" --ids '*_0000' -o $plane --slices all --plane $plane --format none
  f4s-segment $plane -o $plane-s --model m.safetensors --format none; f4s-segment $plane -o $plane-v --model m.safetensors --volumes --format none
  f4s-prep "t1=$t1" label=$plane-v/labels/phantom_0000.nii.gz -o $plane-back --slices all --plane $plane --format none
  for slice in $plane-s/labels/*.png; do cmp "$slice" $plane-back/labels/*"${slice##*0000}" || exit 1; done
done
