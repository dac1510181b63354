# A case of both pictures and volumes: 65.
#? exit 65
#? stderr *has volumes and 2-D images*
nrrd "2 1 1" 0 10 >a.nrrd; f4s-prep t1=a.nrrd t2="$DATA/prepared/images/t1/phantom_0000_z015.png" -o out >/dev/null
