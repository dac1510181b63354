# A run record that cannot be written makes the run fail: 73.
#? exit 73
#? stderr f4s-fuse: /proc/no*: cannot be created*
f4s-fuse "$DATA/prepared" --ids '*_z010' --method average -o out --run-record /proc/no/r.json >/dev/null
