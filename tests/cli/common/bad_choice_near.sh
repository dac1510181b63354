# A choice that is mistyped is exit 2 and the nearest one is offered.
#? exit 2
#? stderr f4s-fuse: --method: 'laplace' is not one of *; did you mean 'laplacian'?*
f4s-fuse "$DATA/prepared" -o out --method laplace
