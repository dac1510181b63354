# A device that is none: 2.
#? exit 2
#? stderr f4s-fuse: --device: 'gpu' is not one of auto cpu cuda cuda:N*
f4s-fuse "$DATA/prepared" -o out --method average --device gpu >/dev/null
