# A file without partner is listed and is an error: 65.
#? exit 65
#? stderr f4s-fuse: case 'b': y: *2 files have no partner: b c*
mkdir x y; nrrd "2 1 1" 1 2 | tee x/{a,b}.nrrd y/{a,c}.nrrd >/dev/null
f4s-fuse x=x y=y -o out --method average >/dev/null
