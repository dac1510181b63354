# --volumes and --spacing want volumes: 65 for a picture.
#> 65
#> 65
#? stderr *has 2-D images*has 2-D images*
p=$DATA/prepared/images/t1/phantom_0000_z015.png
f4s-prep t1="$p" -o out --volumes >/dev/null; echo $?; f4s-prep t1="$p" -o out --spacing 1,1,1 >/dev/null; echo $?
