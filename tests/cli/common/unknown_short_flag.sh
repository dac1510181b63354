# An unknown short flag is exit 2.
#? exit 2
#? stderr f4s-fuse: unknown option '-z'*
f4s-fuse "$DATA/prepared" -o out --method average -z
