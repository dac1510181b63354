# Small parts are taken out of volumes, as asked for or as the model recommends, and the record says how much; volumes in ml
# of classes and regions.  For slices it is an error, for a region that is not there a wrong command.
#> {"min_volume_ml":{"WT":10000}} 0 0 prediction.empty
#> null true
#> {"largest":["WT"]} true
#> 65
#> null
#> 2
#> 2
#? stderr *is a 2-D image: --min-volume and --largest are of volumes; add --volumes [[]postprocess.slice[]]*no region 'XX'; there are WT, TC, ET [[]regions.unknown[]]*'WT' is not REGION=ML*
model='{"network":{"segmenter":"unet","input":"images","segmentation_width":4,"segmentation_levels":2},"modalities":["t1ce","flair"],"takes":["images"],"gives":["prediction"],"classes":{"1":"necrosis","2":"oedema","4":"enhancing"},"regions":{"WT":[1,2,4],"TC":[1,4],"ET":[4]}'
make_model plain.safetensors "$model}"
make_model advised.safetensors "$model,\"postprocess\":{\"min_volume_ml\":{\"WT\":10000}}}"
slices 40 | jq -c 'select(.subject == "phantom_0000")' >case.ndjson
run() { f4s-segment case.ndjson -o "out-$1" --model "$2" "${@:3}"; }
run a advised.safetensors --volumes | cases | jq -r '"\(.postprocess | del(.taken_out) | tojson) \(.volumes_ml.WT) \(.volumes_ml.oedema) \(.findings[]?.code | select(. == "prediction.empty"))"'
run b advised.safetensors --volumes --min-volume none | cases | jq -r '"\(.postprocess) \(.volumes_ml | .WT > 0 and ((.necrosis + .oedema + .enhancing - .WT) | fabs) < 0.002)"'
run c plain.safetensors --volumes --largest WT | cases | jq -r '"\(.postprocess | del(.taken_out) | tojson) \(.postprocess.taken_out | type == "object")"'
run d plain.safetensors --largest WT --format none; echo $?
run e advised.safetensors | cases | jq -c .volumes_ml | sort -u
run f plain.safetensors --volumes --largest XX --format none; echo $?
run g plain.safetensors --volumes --min-volume WT --format none; echo $?
