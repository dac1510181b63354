# --size that would cut into the brain: 65 with the size and the slice.
#? exit 65
#? stderr f4s-prep: case 'phantom_000*: --size 24 would cut into the brain of this 40x48 slice*
f4s-prep "$DATA/phantom" -o out --modalities t1 --size 24 >/dev/null
