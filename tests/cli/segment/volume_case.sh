# A case that is a volume is segmented as its slices are.
make_model m.safetensors '{"modalities":["t1","t2"]}'; prep() { f4s-prep "$DATA/phantom" --ids '*_0000' --modalities t1,t2 --format none "$@"; }
prep -o v --volumes; f4s-segment v -o vs --model m.safetensors --format none
prep -o s --slices all; f4s-segment s -o ss --model m.safetensors --volumes --format none
cmp vs/labels/phantom_0000.nii.gz ss/labels/phantom_0000.nii.gz
