# nnU-Net's raw format, version 2: channels are modalities, labels classes, imagesTs the test split.
#> ["a","train",["t1","t1ce","t2","flair"],"a.nii.gz",{"1":"necrosis","2":"oedema","4":"enhancing"},{}]
#> ["t","test",["t1","t1ce","t2","flair"],null,null,null]
p=$DATA/phantom/phantom_0000/phantom_0000; mkdir -p in/imagesTr in/imagesTs in/labelsTr; i=0
for m in t1 t1ce t2 flair; do cp "${p}_$m.nii.gz" in/imagesTr/a_000$i.nii.gz; cp "${p}_$m.nii.gz" in/imagesTs/t_000$i.nii.gz; i=$((i + 1)); done
cp "${p}_seg.nii.gz" in/labelsTr/a.nii.gz
echo '{"channel_names":{"0":"T1","1":"T1-weighted with contrast","2":"T2w","3":"T2-FLAIR"},"labels":{"background":0,"necrosis":1,"oedema":2,"enhancing":4},"numTraining":1,"file_ending":".nii.gz"}' >in/dataset.json
f4s-prep in -o out --volumes | cases | jq -c '[.id, .split, (.images | keys_unsorted), (.source.label // null | if . then split("/")[-1] else . end), .classes, .regions]'
