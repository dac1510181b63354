# A model fuses a volume as it fuses its slices, on the source's grid.
make_model m.safetensors '{"modalities":["t1","t2"]}'
f4s-prep "$DATA/phantom" -o v --ids '*_0000' --volumes --modalities t1,t2 --format none; f4s-fuse v -o fv --model m.safetensors --format none
f4s-prep "$DATA/phantom" -o s --ids '*_0000' --slices all --modalities t1,t2 --format none; f4s-fuse s -o fs --model m.safetensors --format none
f4s-prep x=fv/fused/phantom_0000.nii.gz -o r --slices all --normalize none --brain none --format none
for z in 05 15 30; do cmp r/images/x/phantom_0000_z0$z.png fs/fused/phantom_0000_z0$z.png || exit 1; done
