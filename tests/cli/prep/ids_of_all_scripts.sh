# Names that are not ASCII are file names too; two that would be one are told apart in words.
#> 张三.nii.gz
#> 李四.nii.gz
#> 65 cases.twins 'a"b' and 'a b' are one file name
#? stderr *
p=$DATA/phantom/phantom_0000/phantom_0000
for id in 张三 李四; do mkdir -p "zh/$id"; for m in t1 flair; do cp "${p}_$m.nii.gz" "zh/$id/${id}_$m.nii.gz"; done; done
f4s-prep zh -o o --volumes --format none; ls o/images/t1
for id in 'a b' 'a"b'; do mkdir -p "q/$id"; cp "${p}_t1.nii.gz" "q/$id/${id}_t1.nii.gz"; done
f4s-prep q -o o2 --volumes --format none --run-record r.json; echo $? "$(jq -r '.error.code + " " + .error.message' r.json | grep -o "cases.twins.*file name")"
