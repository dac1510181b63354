# A dataset.json that somebody wrote for himself into a folder of studies does not hide them; a label of another name is said.
#> 2
#> f4s-prep: warning: case 'BraTS20_Training_001': W39_1998.09.19_Segm.nii.gz is not read
mkdir br
for case in 001 002; do
  mkdir br/BraTS20_Training_$case
  for m in t1 t1ce t2 flair seg; do
    cp "$DATA/phantom/phantom_0000/phantom_0000_$m.nii.gz" br/BraTS20_Training_$case/BraTS20_Training_${case}_$m.nii.gz
  done
done
mv br/BraTS20_Training_001/BraTS20_Training_001_seg.nii.gz br/BraTS20_Training_001/W39_1998.09.19_Segm.nii.gz
echo '{"name": "mine", "training": []}' >br/dataset.json
f4s-prep br -o o --volumes 2>said | cases | wc -l
sed -n 's/\(warning: case .*\): .*brats.name.*/\1/p' said
