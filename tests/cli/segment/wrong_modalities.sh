# Images that do not fit the model: 65 with what it takes; --modalities puts them in its slots.
#> 65
#> ok
#? stderr f4s-segment: case 'phantom_0000_z015': has modalities t1, t1ce, t2, flair, too few that fit; the model takes mri, pet*
make_model m.safetensors '{"modalities":["mri","pet"]}'; run() { f4s-segment "$DATA/prepared" --ids '*_0000_z015' --model m.safetensors "$@"; }
run -o a >/dev/null; echo $?
run -o b --modalities t1,t2 | run_record | jq -r .status
