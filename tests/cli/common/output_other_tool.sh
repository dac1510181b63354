# An output of another tool is refused: 73.
#? exit 73
#? stderr f4s-prep: *out: exists*
f4s-fuse "$DATA/prepared" --ids '*_z010' --method average -o out >/dev/null; rm out/dataset.json
f4s-prep "$DATA/phantom" -o out >/dev/null
