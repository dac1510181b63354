# A full stdout ends the run at once, also with --keep-going: no case could be told of.
#? exit 74
#? stderr f4s-fuse: cannot write to stdout*
f4s-fuse "$DATA/prepared" -o f --method average --keep-going >/dev/full
