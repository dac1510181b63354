# f4s info of pictures: lines of name and value in two columns, a blank line between two files.
#> kind      picture
#> format    PNG
#> size      6 x 4
#> channels  RGB
#> bits      8
#> range     0 to 255
#>
#> file      label.png
#> [40,48]
#> true
colour_png >c.png; cp "$DATA/prepared/labels/phantom_0000_z018.png" label.png
f4s info c.png label.png >text; sed -n '2,8p; 9s#/.*/##p' text
f4s info label.png --format ndjson | jq -c .size
f4s info label.png --format ndjson | jq '.kind == "picture" and .bits == 8 and ([.values[]] | add) == 40 * 48 and (.values | keys | contains(["0", "2"]))'
