# A case with other classes than the model's: the model's go with the prediction, and a finding says so.
#> ["segment.classes",{"1":"a","3":"b"},{}]
#> 0
make_model m.safetensors '{"classes":{"1":"a","3":"b"},"regions":{}}'
f4s-segment "$DATA/prepared" --ids '*_0000_z015' -o s --model m.safetensors | cases | jq -c '[.findings[0].code, .classes, .regions]'
f4s-segment "$DATA/prepared" --ids '*_0000_*' -o v --model m.safetensors --volumes --format none; voxels v/labels/phantom_0000.nii.gz | tr ' ' '\n' | grep -v '^[013]$' | wc -l
