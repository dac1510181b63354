# A modality that a case lacks: 65 with those that it has.
#? exit 65
#? stderr f4s-fuse: case 'phantom_0000_z003': has no modality 'pet'; it has t1 t1ce t2 flair*
f4s-fuse "$DATA/prepared" -o out --method average --modalities t1,pet >/dev/null
