# A flag that is given twice with a value is exit 2: neither value wins in silence.
#? exit 2
#? stderr f4s-fuse: --method is given 2 times*
f4s-fuse "$DATA/prepared" -o out --method average --method maximum
