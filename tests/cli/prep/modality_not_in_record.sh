# A modality that a record lacks: 65 with those that it has.
#? exit 65
#? stderr f4s-prep: case 'phantom_0000': has no modality 'pet'; it has t1 t1ce t2 flair*
f4s-prep "$DATA/phantom" -o out --modalities t1,pet >/dev/null
