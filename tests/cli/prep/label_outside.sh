# A label that is no class: 65 with the value, the classes and the flag to give.
#? exit 65
#? stderr f4s-prep: case 'a': *l.nrrd: holds the label 7, which is no class (1 x); give --classes '1=x 7=NAME'*
nrrd "3 1 1" 0 5 9 >a.nrrd; nrrd "3 1 1" 0 1 7 >l.nrrd; f4s-prep t1=a.nrrd label=l.nrrd -o out --classes 1=x >/dev/null
