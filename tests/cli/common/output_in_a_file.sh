# An output folder below a file cannot be created: 73, with the path.
#? exit 73
#? stderr f4s-fuse: *out*: cannot be created: Not a directory*
touch out; f4s-fuse "$DATA/prepared" -o out/deep --method average --ids '*_z010' >/dev/null
