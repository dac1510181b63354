# A rule that knows no GPU says so: 2.
#? exit 2
#? stderr f4s-fuse: --method guided-filter runs on the CPU alone: leave --device out*
f4s-fuse "$DATA/prepared" -o out --method guided-filter --device cuda >/dev/null
