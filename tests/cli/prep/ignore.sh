# Values that are ignored are no class and in no region, wherever they are said: --ignore, nnU-Net's dataset.json, a record.
#> flag {"1":"label 1"} {} [7]
#> named {"1":"x"} {"all":[1]} [7]
#> nnunet2 {"1":"x"} {} [7]
#> nnunet1 {"1":"x","2":"y"} {} [4]
#> regions {"1":"1","2":"2"} {"whole":[1,2],"core":[2]} [7]
#> record {"1":"label 1"} {} [7]
#> brats {"1":"necrosis","2":"oedema"} {"WT":[1,2],"TC":[1]} [4]
#> dataset [7]
#> again [1]
#> 1
#> 2 2 2 2
#> 65 65
#> 65 ["label.value"]
#? stderr *
nrrd "4 2 1" 0 5 9 7 3 2 8 6 >v.nrrd; nrrd "4 2 1" 0 1 1 7 0 0 7 0 >l.nrrd
show() { echo "$1 $(cases | jq -c -r '"\(.classes | tojson) \(.regions | tojson) \(.ignore | tojson)"' | head -1)"; }
p() { f4s-prep "$@" --brain none --volumes; }
p t1=v.nrrd label=l.nrrd -o a --ignore 7 | show flag; p t1=v.nrrd label=l.nrrd -o b --ignore 7 --classes 1=x --regions all=1 | show named
nn() { rm -rf in; mkdir -p in/imagesTr in/labelsTr; cp v.nrrd in/imagesTr/a_0000.nrrd; cp l.nrrd in/labelsTr/a.nrrd; cp "${2:-l.nrrd}" in/labelsTr/a.nrrd; echo "$1" >in/dataset.json; }
nn '{"channel_names":{"0":"T1"},"labels":{"background":0,"x":1,"ignore":7},"file_ending":".nrrd"}'; p in -o c | show nnunet2
p1=$DATA/phantom/phantom_0000/phantom_0000; mkdir -p in1/imagesTr in1/labelsTr; cp "${p1}_t1.nii.gz" in1/imagesTr/a_0000.nii.gz; cp "${p1}_seg.nii.gz" in1/labelsTr/a.nii.gz
echo '{"modality":{"0":"T1"},"labels":{"0":"background","1":"x","2":"y","4":"ignore"}}' >in1/dataset.json; p in1 -o d | show nnunet1
nn '{"channel_names":{"0":"T1"},"labels":{"background":0,"whole":[1,2],"core":[2],"Ignore":7},"regions_class_order":[1,2],"file_ending":".nrrd"}'; p in -o e | show regions
echo '{"schema":"f4s.case/1","id":"r","images":{"t1":"v.nrrd"},"label":"l.nrrd","ignore":[7]}' >r.ndjson; p r.ndjson -o f | show record
mkdir -p br/BraTS2021_1; cp v.nrrd br/BraTS2021_1/BraTS2021_1_t1.nrrd; nrrd "4 2 1" 0 1 2 4 0 0 4 0 >br/BraTS2021_1/BraTS2021_1_seg.nrrd; p br -o g --ignore 4 | show brats
echo "dataset $(jq -c .ignore a/dataset.json)"
# An unfinished choice is corrected without work: what is ignored decides records alone.
f4s-prep t1=v.nrrd label=l.nrrd -o a --ignore 1 --classes 7=y --brain none --volumes --skip-existing >/dev/null; echo "again $(jq -c .ignore a/cases.ndjson)"
# --slices label passes over slices that hold nothing but what is ignored.
nrrd "4 2 2" 0 5 9 7 3 2 8 6 0 5 9 7 3 2 8 6 >w.nrrd; nrrd "4 2 2" 0 7 7 7 0 0 7 0 0 1 1 7 0 0 7 0 >m.nrrd
f4s-prep t1=w.nrrd label=m.nrrd -o h --ignore 7 --slices label --brain none | cases | wc -l
code() { "$@" >/dev/null; echo $?; }
echo "$(code p t1=v.nrrd label=l.nrrd -o x --ignore 0) $(code p t1=v.nrrd label=l.nrrd -o x --ignore a) $(code p t1=v.nrrd label=l.nrrd -o x --ignore 7 --classes '1=x 7=y') $(code p t1=v.nrrd label=l.nrrd -o x --ignore 7,7)"
nn '{"channel_names":{"0":"T1"},"labels":{"background":0,"x":1,"ignore":1},"file_ending":".nrrd"}'; a=$(code p in -o x)
nn '{"channel_names":{"0":"T1"},"labels":{"background":0,"x":1,"ignore":0},"file_ending":".nrrd"}'; echo "$a $(code p in -o x)"
f4s-prep t1=v.nrrd label=l.nrrd -o x --ignore 3 --classes 1=x --brain none --volumes --run-record r.json >/dev/null; echo $? "$(jq -c '[.error.code]' r.json)"
