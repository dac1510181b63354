# A colour picture stays in colour, its levels as they are.
#> 2
colour_png >c.png; f4s-prep pet=c.png -o a --brain none --format none; f4s-prep pet=a/images/pet/c.png -o b --brain none --format none
png_colour_type a/images/pet/c.png; cmp {a,b}/images/pet/c.png
