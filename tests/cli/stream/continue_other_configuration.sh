# An unfinished folder of another configuration is refused: 73.
#? exit 73
#? stderr *f4s-fuse: *out: exists, made by another tool, version or configuration*
slices 2 | f4s-fuse - -o out --method average --format none 2>/dev/null
(slices 2; ended) | f4s-fuse - -o out --method maximum --format none
