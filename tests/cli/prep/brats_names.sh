# Names of a BraTS folder in any case, of id, modality and extension; what is not read is named.
#> B_001 ["flair","t1","t1ce","t2"] true
#> [["brats.name","other.nrrd"]]
#> 65 prep.source B_001/x.nrrd
#> GTV ["t1ce"] BraTS-MEN-RT-0001 BraTS-MEN-RT
#> ["t1"] true ["X_brain_seg.nrrd is not read","X_lesion_mask.nrrd is not read"]
#? stderr *
mkdir -p u/B_001; for m in T1 T1CE T2; do nrrd "4 1 1" 0 5 9 7 >u/B_001/B_001_$m.nrrd; done; nrrd "4 1 1" 0 5 9 7 >u/B_001/b_001_Flair.NRRD
nrrd "4 1 1" 0 1 0 0 >u/B_001/B_001_SEG.nrrd; nrrd "4 1 1" 0 5 9 7 >u/B_001/other.nrrd
f4s-prep u -o a --volumes --brain none | cases >r; jq -c -r '"\(.id) \(.images | keys | tojson) \(has("label"))"' r
jq -c '[.findings[] | select(.code == "brats.name") | [.code, (.text | split(" ")[0])]]' r
mkdir -p v/B_001; nrrd "4 1 1" 0 5 9 7 >v/B_001/x.nrrd; f4s-prep v -o b --run-record r.json --format none; echo $? "$(jq -r .error.code r.json)" "$(jq -r .error.message r.json | sed 's/.*it holds //')"
i=BraTS-MEN-RT-0001-1; mkdir -p w/$i; nrrd "4 1 1" 0 5 9 7 >w/$i/${i}_t1c.nrrd; nrrd "4 1 1" 0 1 0 0 >w/$i/${i}_gtv.nrrd
f4s-prep w -o c --volumes --brain none | cases | jq -c -r '"\(.regions | keys[0]) \(.images | keys | tojson) \(.subject) \(.collection)"'
# Other data sets' names of label maps; what may be one or another map is no modality.
mkdir -p y/X; for n in t1 brain_seg lesion_mask; do nrrd "4 1 1" 0 5 9 7 >y/X/X_$n.nrrd; done; nrrd "4 1 1" 0 1 0 0 >y/X/X_tumor_segmentation.nrrd
f4s-prep y -o e --volumes --brain none | cases | jq -c -r '"\(.images | keys | tojson) \(has("label")) \([.findings[] | select(.code == "brats.name") | .text | split(":")[0]] | tojson)"'
