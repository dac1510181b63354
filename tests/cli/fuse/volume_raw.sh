# A volume of raw intensities is no image of levels: 65, and f4s-prep --volumes is offered.
#? exit 65
#? stderr f4s-fuse: case 'phantom_0000': *f4s-prep*
f4s-fuse "$DATA/phantom" -o out --method average >/dev/null
