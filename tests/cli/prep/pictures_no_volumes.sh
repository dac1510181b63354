# --volumes and --spacing want volumes: 65 for a picture.
#> 65
#> 65
#? stderr *is a 2-D image: wanted a volume, as --volumes*case.kinds*is a 2-D image: wanted a volume*--spacing*
p=$DATA/prepared/images/t1/phantom_0000_z015.png
f4s-prep t1="$p" -o out --volumes >/dev/null; echo $?; f4s-prep t1="$p" -o out --spacing 1,1,1 >/dev/null; echo $?
