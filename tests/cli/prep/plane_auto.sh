# A series is cut in the plane of its acquisition: sagittal where its voxels are longest from left to right, coronal from front to back; else axial.
#> 4,1,1 sagittal [4,5] x
#> 1,4,1 coronal [3,5] y
#> 1,1,4 axial [3,4] z
#> 1.4,1,1 axial [3,4] z
#> axial
for mm in 4,1,1 1,4,1 1,1,4 1.4,1,1; do
  IFS=, read -r x y z <<<"$mm"
  nrrd "3 4 5" {1..60} | sed "s/^space directions.*/space directions: ($x,0,0) (0,$y,0) (0,0,$z)/" >a.nrrd
  echo "$mm" "$(f4s-prep t1=a.nrrd -o out-$mm --brain none --register none | cases | head -1 | jq -r '"\(.geometry.volume.axis) \(.geometry.size | tojson) \(.id | split("_")[-1][0:1])"')"
done
nrrd "3 4 5" {1..60} | sed "s/^space directions.*/space directions: (4,0,0) (0,1,0) (0,0,1)/" >a.nrrd; f4s-prep t1=a.nrrd -o given --brain none --plane axial | cases | head -1 | jq -r .geometry.volume.axis
