# An unknown flag is exit 2 and the nearest one is offered.
#? exit 2
#? stderr f4s-prep: unknown option '--modalites'*did you mean*--modalities*
f4s-prep x -o out --modalites t1
