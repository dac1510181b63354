# Without --method: 2.
#? exit 2
#? stderr f4s-fuse: --method * is missing*
f4s-fuse "$DATA/prepared" -o out >/dev/null
