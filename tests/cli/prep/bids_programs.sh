# A derivative's label map is a program's where its dataset_description.json names one (GeneratedBy, PipelineDescription), or its folder does:
# it is not taken, with a word, unless --entities asks for it.  People, and what only gave it its form, draw.
#> aslprep: info 'aslprep', a program; --entities 'pipeline-x' takes it all the same
#> LesionNet: warning 'lesionnet', a program; --entities 'pipeline-x' takes it all the same
#> old: info 'fmriprep', a program; --entities 'pipeline-x' takes it all the same
#> Manual segmentation: taken
#> dcm2bids: taken
#> asked: taken
#> the whole set: warning 'lesionnet', a program; --entities 'pipeline-lesionnet' takes it all the same
#> the whole set, asked: taken
#> raw: taken
#? stderr *
nifti t1 v.nii; nifti seg l.nii; mkdir -p in/sub-01/anat in/derivatives/x/sub-01/anat
cp v.nii in/sub-01/anat/sub-01_T1w.nii; cp l.nii in/derivatives/x/sub-01/anat/sub-01_dseg.nii
shown() { rm -rf o; f4s-prep "${@:2}" -o o --brain none --volumes --classes 1=a,2=b,3=c,4=d | cases | jq -r --arg what "$1" 'if has("label") then "\($what): taken" else [.findings[] | select(.code == "bids.label") | "\($what): \(.severity) \(.text | sub(".*is made by "; ""))"][] end'; }
by() { jq -nc "$1" >in/derivatives/x/dataset_description.json; }
for one in aslprep LesionNet; do by "{DatasetType: \"derivative\", GeneratedBy: [{Name: \"$one\"}]}"; shown $one in; done
by '{PipelineDescription: {Name: "fMRIPrep"}}'; shown old in
for one in 'Manual segmentation' dcm2bids; do by "{GeneratedBy: [{Name: \"$one\"}]}"; shown "$one" in; done
by '{GeneratedBy: [{Name: "LesionNet"}]}'; shown asked in --entities pipeline-x
mkdir -p whole/sub-01/anat; cp v.nii whole/sub-01/anat/sub-01_T1w.nii; cp l.nii whole/sub-01/anat/sub-01_dseg.nii
jq -nc '{DatasetType: "derivative", GeneratedBy: [{Name: "LesionNet"}]}' >whole/dataset_description.json
shown "the whole set" whole; shown "the whole set, asked" whole --entities pipeline-lesionnet
jq -nc '{DatasetType: "raw", GeneratedBy: [{Name: "LesionNet"}]}' >whole/dataset_description.json; shown raw whole
