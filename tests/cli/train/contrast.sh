# --contrast sets classes off in what the fused image is drawn to, and its loss is reported; bad ones are refused.
#> ["fusion.contrast","fusion.fidelity","fusion.grain"]
#> 2
#> 2
#> 65
#? stderr *'4=2': wanted VALUE=LEVEL*may occur only once*--contrast 9=0.1: no class*
short() { f4s-train "$DATA/prepared" "$@" --epochs 1 --steps-per-epoch 1 --crop 32 --batch-size 2 --modalities t1ce,flair; }
short -o run --contrast '1=-0.2 4=0.2' --fidelity-weight 1 -q >/dev/null
jq -c 'select(.event == "epoch") | [.losses | keys[] | select(test("contrast|fidelity|grain"))]' run/events.ndjson
short -o bad --contrast '4=2' >/dev/null; echo $?
short -o bad --contrast '4=0.2 4=0.1' >/dev/null; echo $?
short -o bad --contrast '9=0.1' >/dev/null; echo $?
[[ ! -e bad/model.safetensors ]]
