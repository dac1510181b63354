# Cases whose classes have the names of regions tell these alone, and are trained on beside cases that tell all: in any
# order, and scored in the regions that they tell.  Classes that are named otherwise are refused.
#> {"1":"necrosis","2":"oedema","4":"enhancing"} ["WT",3] ["TC",1]
#> 1
#> 65
#? stderr *f4s-train: case 'whole_*': its classes, regions or ignored values are not those of case *[[]train.classes[]]
echo '{"epochs":1,"steps_per_epoch":2,"batch_size":2,"crop":32,"segmenter":"unet","segmentation_width":4,"segmentation_levels":2,"task":"segmentation","input":"images","modalities":["t1ce","flair"]}' >small.json
f4s-prep "$DATA/phantom" -o all --split 1,0,0 --format none
absolute() { jq -c --arg d "$PWD/$1/" '.images |= map_values($d + .) | .label |= $d + .' "$1/cases.ndjson"; }
absolute all | jq -c 'if .subject == "phantom_0000" then .split = "val" else . end' >full.ndjson
# The same label maps read as the whole tumour alone: every value is named WT.
jq -c '.id = "whole_" + .id | .subject = "whole_" + .subject | .split = (if .subject == "whole_phantom_0001" then "train" else "val" end) | .classes = {"1":"WT","2":"WT","4":"WT"} | .regions = {}' full.ndjson >whole.ndjson
cat full.ndjson whole.ndjson >mixed.ndjson
cat whole.ndjson full.ndjson >reversed.ndjson
for order in mixed reversed; do f4s-train $order.ndjson -o run-$order --config small.json --format none; done
model_json run-mixed/last.safetensors | jq -r '"\(.classes | tojson) " + ([.metrics.segmentation | .WT, .TC] | "[\"WT\",\(.[0].n)] [\"TC\",\(.[1].n)]")'
for order in mixed reversed; do model_json run-$order/model.safetensors | jq -c "[.classes, .regions]"; done | uniq | wc -l
jq -c 'if .id[:5] == "whole" then .classes = {"1":"lesion","2":"lesion","4":"lesion"} else . end' mixed.ndjson >other.ndjson
f4s-train other.ndjson -o other --config small.json --format none; echo $?
