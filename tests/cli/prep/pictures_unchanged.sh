# A grey picture with --normalize none stays as it is, pixel for pixel.
p=$DATA/prepared/images/t1/phantom_0000_z015.png; f4s-prep t1="$p" -o out --normalize none --format none && cmp "$p" out/images/t1/phantom_0000_z015.png
