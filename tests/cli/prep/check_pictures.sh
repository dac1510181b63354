# --check of pictures: a label in colour, another size, a damaged file.
#> ["image.size","label.colour"]
#> ["png.truncated"]
#> 65
#? stderr *
p=$DATA/prepared/images/t1/phantom_0000_z015.png; colour_png >c.png; head -c 300 "$p" >d.png
f4s-prep --check t1="$p" label=c.png | cases | jq -c '[.findings[].code] | sort'
f4s-prep --check t1="$p" t2=d.png >o; code=$?; cases o | jq -c '[.findings[].code]'; echo $code
