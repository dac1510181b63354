# A value that is not one of the choices is exit 2 and names them.
#? exit 2
#? stderr f4s-fuse: --method: 'best' is not one of average maximum laplacian*
f4s-fuse "$DATA/prepared" -o out --method best
