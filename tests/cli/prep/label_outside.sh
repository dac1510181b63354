# A label that is no class: 65 with the value and the classes.
#? exit 65
#? stderr f4s-prep: case 'a': *holds the label 7, which is no class (1 necrosis, 2 oedema, 4 enhancing)*
nrrd "3 1 1" 0 5 9 >a.nrrd; nrrd "3 1 1" 0 1 7 >l.nrrd; f4s-prep t1=a.nrrd label=l.nrrd -o out >/dev/null
