# A dataset that lacks cases since they failed when it was made says so to who reads it.
#> 8
#> 1
#? stderr f4s-prep: case 'phantom_0001': *f4s-fuse: warning: kept/cases.ndjson lacks 1 case, which failed when it was made
cp -r "$DATA/phantom" bad
rm -f bad/dataset.json bad/cases.ndjson
truncate -s 2000 bad/phantom_0001/phantom_0001_t2.nii.gz
f4s-prep bad -o kept --keep-going --format none
echo $?
f4s-fuse kept -o fused --method average --modalities t1,t2 --format none
[[ $(jq .failed kept/dataset.json) = 1 ]] && echo 1
