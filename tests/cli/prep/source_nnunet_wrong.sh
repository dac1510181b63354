# A dataset.json that is missing, broken or lying, and files that do not fit it: each says what.
#> 66 nnunet.json
#> 65 json.syntax
#> 65 nnunet.json has neither channel_names (version 2) nor modality (version 1)
#> 65 nnunet.json labels: none has the value 0, which is the background
#> 65 nnunet.json labels: 'tumour': "one": wanted a whole number from 0 to 65535, or a list of them
#> 65 nnunet.json channel_names: '1': "T1": wanted the numbers 0, 1, 2, ... and their names
#> 65 nnunet.json file_ending is '.b2nd': wanted .nii.gz, .nii, .nrrd, .mha, .mhd, .png, .jpg or .jpeg
#> 65 nnunet.count numTraining is 7, and imagesTr holds 1 cases
#> 65 nnunet.channel is channel 1, and dataset.json names channels 0 to 0
#> 66 case.modality the study has no t2
#> 66 nnunet.label is not there: a training case has a label
#> 66 nnunet.images has no images: wanted ghost_0000.nii.gz and its like in imagesTr
#> 65 nnunet.name
#> 65 nnunet.json labels: 'x' and 'y' have one value, 1
#> 65 nnunet.json labels: 'x' and 'y' have one value, 1
#> 65 nnunet.json labels: "background" has the value 1: wanted 0
#> 65 nnunet.json labels: two of them have the background's value 0
#> 65 nnunet.json labels: the name of 1 is empty
#> ["nnunet.ending","imagesTr/c_0000.nrrd is not read: dataset.json has the file_ending '.nii.gz'"]
#? stderr *
p=$DATA/phantom/phantom_0000/phantom_0000; mkdir -p in/imagesTr in/labelsTr; cp "${p}_t1.nii.gz" in/imagesTr/a_0000.nii.gz; cp "${p}_seg.nii.gz" in/labelsTr/a.nii.gz
good='{"channel_names":{"0":"T1"},"labels":{"background":0,"x":[1,2,4]},"file_ending":".nii.gz"}'
code() { rm -rf out; f4s-prep in -o out --run-record r.json >/dev/null; echo $? "$(jq -r ".error.code$1" r.json)"; }
with() { echo "$good" | jq -c "$1" >in/dataset.json; code ' + " " + .error.message'; }
code ''
echo '{' >in/dataset.json; code ''
with 'del(.channel_names)'; with '.labels = {"x":1}'; with '.labels.tumour = "one"'; with '.channel_names = {"1":"T1"}'; with '.file_ending = ".b2nd"'; with '.numTraining = 7'
cp in/imagesTr/a_0000.nii.gz in/imagesTr/a_0001.nii.gz; with .; rm in/imagesTr/a_0001.nii.gz
with '.channel_names["1"] = "T2"'
rm in/labelsTr/a.nii.gz; with .; cp "${p}_seg.nii.gz" in/labelsTr/a.nii.gz
cp in/labelsTr/a.nii.gz in/labelsTr/ghost.nii.gz; mkdir b; mv in/imagesTr/a_0000.nii.gz in/labelsTr/a.nii.gz b; with .; mv b/a.nii.gz in/labelsTr; mv b/a_0000.nii.gz in/imagesTr; rm in/labelsTr/ghost.nii.gz
cp "${p}_t1.nii.gz" in/imagesTr/BRATS_001.nii.gz; echo "$good" >in/dataset.json; code ''
rm in/imagesTr/BRATS_001.nii.gz
with '.labels = {"background":0,"x":1,"y":1}'; with 'del(.channel_names) | .modality = {"0":"T1"} | .labels = {"0":"background","1":"x","01":"y"}'
with '.labels = {"background":1,"x":0}'; with '.labels = {"background":0,"x":0}'; with '.labels = {"background":0," ":1}'
echo "$good" >in/dataset.json; nrrd "4 1 1" 0 5 9 7 >in/imagesTr/c_0000.nrrd; f4s-prep in -o d --volumes --brain none | cases | jq -c '.findings[]? | select(.code == "nnunet.ending") | [.code, .text]'
