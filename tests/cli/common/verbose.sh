# -v: a line on stderr for each case.
#? stderr f4s-fuse: done: phantom_0000_z010*f4s-fuse: done: phantom_0001_z010*f4s-fuse: done: phantom_0002_z010*
f4s-fuse "$DATA/prepared" -o out --method average --ids '*_z010' -v >/dev/null
