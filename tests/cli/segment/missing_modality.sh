# A modality that the model learned with and the case has not is worth a finding, in slices and in volumes.
#> ["model.missing","there is no flair, with which the model was trained: its labels are less reliable"]
#> 1
make_model m.safetensors '{"network":{"segmenter":"csad","input":"images","segmentation_width":4,"segmentation_levels":2},"modalities":["t1","t1ce","flair"],"takes":["images"],"gives":["prediction"]}'
slices 40 | jq -c 'select(.subject == "phantom_0000") | del(.images.flair)' >two.ndjson
f4s-segment two.ndjson -o out --model m.safetensors | cases | jq -c '.findings[] | [.code, .text]' | sort -u
f4s-segment two.ndjson -o whole --model m.safetensors --volumes | cases | jq '[.findings[] | select(.code == "model.missing")] | length'
