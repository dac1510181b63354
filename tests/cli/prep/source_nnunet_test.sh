# nnU-Net's imagesTs alone is a source: beside a dataset.json whose numTraining counts what is not here, by itself, and without dataset.json.
#> ["t","test",["t1","flair"]]
#> ["t","test",["t1","flair"]]
#> ["t","test",["channel_0","channel_1"],["nnunet.channels"]]
mkdir -p in/imagesTs; for i in 0 1; do nrrd "3 1 1" 0 5 9 >in/imagesTs/t_000$i.nrrd; done
echo '{"channel_names":{"0":"T1","1":"FLAIR"},"labels":{"background":0,"x":1},"numTraining":40,"file_ending":".nrrd"}' >in/dataset.json
f4s-prep in -o a --volumes | cases | jq -c '[.id, .split, (.images | keys_unsorted)]'
f4s-prep in/imagesTs -o b --volumes | cases | jq -c '[.id, .split, (.images | keys_unsorted)]'
rm in/dataset.json; f4s-prep in/imagesTs/ -o c --volumes | cases | jq -c '[.id, .split, (.images | keys_unsorted), [.findings[] | select(.code | startswith("nnunet")) | .code]]'
