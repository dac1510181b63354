# Labels that are lists of values are regions; version 1 has its labels the other way round.
#> [{"1":"necrosis","2":"2","4":"enhancing"},{"whole":[1,2,4],"core":[1,4],"necrosis":[1],"enhancing":[4]}]
#> [{"1":"necrosis","2":"oedema","4":"enhancing"},["mri"]]
p=$DATA/phantom/phantom_0000/phantom_0000; mkdir -p in/imagesTr in/labelsTr; cp "${p}_t1.nii.gz" in/imagesTr/a_0000.nii.gz; cp "${p}_seg.nii.gz" in/labelsTr/a.nii.gz
echo '{"channel_names":{"0":"T1"},"labels":{"background":0,"whole":[1,2,4],"core":[1,4],"necrosis":1,"enhancing":4},"regions_class_order":[1,2,3],"file_ending":".nii.gz"}' >in/dataset.json
f4s-prep in -o a --volumes | cases | jq -c '[.classes, .regions]'
echo '{"modality":{"0":"MRI"},"labels":{"0":"background","1":"necrosis","2":"oedema","4":"enhancing"},"numTraining":1,"training":[{"image":"./imagesTr/a.nii.gz","label":"./labelsTr/a.nii.gz"}]}' >in/dataset.json
f4s-prep in -o b --volumes | cases | jq -c '[.classes, (.images | keys)]'
