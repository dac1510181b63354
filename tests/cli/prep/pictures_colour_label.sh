# A label map in colour is none: 65.
#? exit 65
#? stderr f4s-prep: case 'c': *c.png: is RGB*
colour_png >c.png; f4s-prep pet=c.png label=c.png -o a >/dev/null
