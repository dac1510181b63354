# A case of both pictures and volumes: 65.
#? exit 65
#? stderr *.png: is a 2-D image: wanted a volume, as a.nrrd is [[]case.kinds[]]
nrrd "2 1 1" 0 10 >a.nrrd; f4s-prep t1=a.nrrd t2="$DATA/prepared/images/t1/phantom_0000_z015.png" -o out >/dev/null
