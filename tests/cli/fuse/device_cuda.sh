# --device cuda where there is no device, or none that exists: 69 before the first case, and never another device in silence.
#? exit 69
#? stderr f4s-fuse: *cuda:99 not available: *[[]device.*[]]
f4s-fuse "$DATA/prepared" -o out --ids '*_z015' --method average --device cuda:99 >/dev/null; code=$?; [[ ! -e out ]] && exit $code
