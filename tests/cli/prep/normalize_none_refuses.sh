# --normalize none with what is no level: 65 with the value.
#? exit 65
#? stderr f4s-prep: case 'phantom_0000': t1 holds the value *which is no level from 0 to 255*
f4s-prep "$DATA/phantom" -o out --normalize none >/dev/null
