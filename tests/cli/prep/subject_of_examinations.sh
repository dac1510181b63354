# Examinations of one patient, by BraTS's names from 2023 on and by BIDS's, are one subject whatever the source is.
#> ["BraTS-GLI-00001","BraTS-GLI-00001","sub-01","sub-01"]
#> ["BraTS-GLI-00001","sub-01"]
n=(BraTS-GLI-00001-100 BraTS-GLI-00001-101 sub-01_ses-a sub-01_ses-b)
mkdir -p nn/imagesTr nn/labelsTr; echo id,t1 >t.csv
for i in "${n[@]}"; do nrrd "4 4 1" {1..16} >$i.nrrd; echo "$i,$i.nrrd" >>t.csv; done
f4s-prep t.csv -o t --volumes --brain none | cases | jq -c .subject | jq -cs .
for i in "${n[@]}"; do cp $i.nrrd nn/imagesTr/${i}_0000.nrrd; nrrd "4 4 1" 1 {1,0,1,0,1} {0,0,1,1,0} {1,1,0,1,0} >nn/labelsTr/$i.nrrd; done
echo '{"channel_names":{"0":"T1"},"labels":{"background":0,"x":1},"file_ending":".nrrd","numTraining":4}' >nn/dataset.json
f4s-prep nn -o n --volumes --brain none | cases | jq -r .subject | sort -u | jq -Rsc 'split("\n")[:-1]'
