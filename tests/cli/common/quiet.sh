# -q: no warnings on stderr; an error still shows.
#? exit 66
#? stderr f4s-fuse: no.ndjson: no such file*
f4s-fuse "$DATA/prepared" -o out --method average --ids '*_z010' -q --format none && f4s-fuse no.ndjson -o out2 --method average -q
