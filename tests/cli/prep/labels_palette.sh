# Label maps are PNG with a palette of 256 colours, masks and images grey; a palette label is prepared again to the same bytes.
#> 3 3 0 0
#> PLTE
#> 000000 d55e00 56b4e9
#? stderr *warning: no label map of the training split has a labelled voxel*
p=$DATA/prepared; n=phantom_0000_z015.png
echo "$(png_colour_type "$p/labels/$n")" "$(png_colour_type "$p/labels/phantom_0001_z015.png")" "$(png_colour_type "$p/masks/$n")" "$(png_colour_type "$p/images/t1/$n")"
tail -c +38 "$p/labels/$n" | head -c 4; echo
tail -c +42 "$p/labels/$n" | head -c 9 | od -An -tx1 | tr -d ' ' | sed -E 's/(.{6})(.{6})/\1 \2 /'
f4s-prep "t1=$p/images/t1/$n" "label=$p/labels/$n" "mask=$p/masks/$n" -o again --normalize none --format none && cmp "$p/labels/$n" again/labels/$n
