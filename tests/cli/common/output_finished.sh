# A finished output is refused, by the very same command too: 73.
#? exit 73
#? stderr f4s-fuse: *out: exists and is finished*
f4s-fuse "$DATA/prepared" --ids '*_z010' --method average -o out >/dev/null
f4s-fuse "$DATA/prepared" --ids '*_z010' --method average -o out >/dev/null
