# A model's NAME is looked for in the folders of F4S_MODEL_PATH, the first that has it; else 69 with all places looked in.
#> "2/m.safetensors"
#> "1/m.safetensors"
#> 69
#> 69
#? stderr f4s-fuse: no model 'm': there is no m.safetensors in 1, */share/fuse4seg/models*f4s-fuse: */none/m.safetensors: there is no such model*
mkdir 1 2; make_model 2/m.safetensors; place() { f4s-fuse --model m --describe | jq --arg here "$PWD/" '.path | ltrimstr($here)'; }
F4S_MODEL_PATH=1:2 place
cp 2/m.safetensors 1; F4S_MODEL_PATH=$PWD/1:2 place
rm 1/m.safetensors; F4S_MODEL_PATH=1 f4s-fuse "$DATA/prepared" -o out --model m >/dev/null; echo $?
f4s-fuse "$DATA/prepared" -o out --model "$PWD/none/m.safetensors" >/dev/null; echo $?
