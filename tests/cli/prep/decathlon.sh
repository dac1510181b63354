# The Medical Segmentation Decathlon keeps a case's modalities one after another in one file: each is read as from a file of its own.
#> ["BRATS_001",["t1","t1ce","t2","flair"],{"1":"edema","2":"non-enhancing tumor","3":"enhancing tumour"},{"flair":0,"t1":1,"t1ce":2,"t2":3}]
#> 4 modalities alike
#> 4
#> 65 volume.which
#> 65 volume.which
#> 65 volume.which
d=Task01_BrainTumour; mkdir -p $d/imagesTr $d/labelsTr
for m in flair t1 t1ce t2; do nifti $m $m.nii; done
{ head -c 352 flair.nii; for m in flair t1 t1ce t2; do tail -c +353 $m.nii; done; } >four.nii
patch_bytes four.nii 40 '\x04'; patch_bytes four.nii 48 '\x04'; gzip -c four.nii >$d/imagesTr/BRATS_001.nii.gz
nifti seg s.nii; (head -c 352 s.nii; tail -c +353 s.nii | tr '\1\2\4' '\2\1\3') | gzip >$d/labelsTr/BRATS_001.nii.gz
cat >$d/dataset.json <<'J'
{"name": "BRATS", "tensorImageSize": "4D", "modality": {"0": "FLAIR", "1": "T1w", "2": "t1gd", "3": "T2w"}, "numTraining": 1,
 "labels": {"0": "background", "1": "edema", "2": "non-enhancing tumor", "3": "enhancing tumour"},
 "training": [{"image": "./imagesTr/BRATS_001.nii.gz", "label": "./labelsTr/BRATS_001.nii.gz"}], "test": []}
J
f4s-prep $d -o out --modalities t1,t1ce,t2,flair --volumes >d.ndjson; cases d.ndjson | jq -c '[.id, (.images | keys_unsorted), .classes, .source_volume]'
f4s-prep "$DATA/phantom" --ids phantom_0000 -o apart --modalities t1,t1ce,t2,flair --volumes --format none 2>/dev/null || f4s-prep "$DATA/phantom" -o apart --modalities t1,t1ce,t2,flair --volumes --format none
alike=0; for m in t1 t1ce t2 flair; do cmp out/images/$m/BRATS_001.nii.gz apart/images/$m/phantom_0000.nii.gz && alike=$((alike + 1)); done; echo $alike modalities alike
f4s info four.nii --format ndjson | jq .volumes
refused() { "$@" --run-record r.json --format none; echo $? "$(jq -r .error.code r.json)"; }
refused f4s-fuse t1=four.nii t2=t2.nii -o f --method average
refused f4s-metrics label=four.nii prediction=s.nii
echo '{"schema":"f4s.case/1","id":"a","images":{"t1":"four.nii"},"image_volume":{"t1":4}}' >w.ndjson; refused f4s-prep w.ndjson -o w --modalities t1
#? stderr *four.nii: holds 4 volumes, wanted one: a record's image_volume says which*holds 4 volumes, counted from 0: it has no 4*
