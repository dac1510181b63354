# The way back for pictures leads to the levels of the file.
#> true
p=$DATA/prepared/images/t1/phantom_0000_z015.png
f4s-prep t1="$p" -o out --normalize range=0,255 | cases | jq '.intensity.t1 | .scale == 1 and .offset == 0 and .low == 0 and .high == 255'
